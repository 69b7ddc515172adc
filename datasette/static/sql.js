// The field that Datasette's editor puts in place of the page's own has no name.
"use strict";

addEventListener("load", () => {
  const field = document.querySelector(".CodeMirror textarea");
  field?.setAttribute("aria-label", "SQL");
});
