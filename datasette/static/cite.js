// A click on ¶ copies the paragraph, its source and its permanent address; without this script,
// or without a clipboard, it is a plain link to the same address. A button copies the citation.
"use strict";

const body = document.querySelector(".body");
const told = document.getElementById("copied");

body.addEventListener("click", async (event) => {
  const link = event.target.closest("a.cite");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) {
    return;
  }
  event.preventDefault();
  const { title, date } = body.dataset;
  const source = date ? `${title} (${date})` : title;
  try {
    await navigator.clipboard.writeText(`“${link.dataset.quote}” – ${source}, ${link.href}`);
    history.replaceState(null, "", link.href);
    told.textContent = "Đã chép đoạn trích, nguồn và địa chỉ lâu dài.";
  } catch {
    location.href = link.href;
  }
});

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = told.textContent = "Đã chép trích dẫn.";
  });
}
