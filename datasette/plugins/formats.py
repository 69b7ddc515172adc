"""What every template of ours can use: the archive's name; dates, numbers and sizes as written."""

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette

from archive import formats

FUNCTIONS = {f.__name__: f for f in (formats.day, formats.moment, formats.number, formats.size)}


@hookimpl
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    """`site_name`, `day`, `moment`, `number`, `size`."""
    return {"site_name": datasette.metadata("title"), **FUNCTIONS}
