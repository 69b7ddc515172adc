"""What `sldtbxh verify` prints: progress, each damage with what mends it, or a manifest."""

import json
from pathlib import Path

import click

from archive.errors import Damaged
from archive.folder import warc_files
from archive.health.verify import Verified, verify
from archive.health.verify import manifest as listed
from archive.progress import progress_bar

_SHOWN = 50  # damages printed; --json has all


def report(folder: Path, *, as_json: bool, manifest: bool, jobs: int | None) -> int:
    """Verify the archive in `folder` and print what was found; the exit code."""
    if manifest:
        for digest, name in listed(folder):
            click.echo(f"{digest}  {name}")
        return 0
    total = sum(path.stat().st_size for path in warc_files(folder))
    with progress_bar("Verifying", total) as progress:
        found = verify(folder, jobs, progress)
    if as_json:
        findings = [
            {"kind": f.kind, "where": f.where, "what": f.what, "mend": f.mend}
            for f in found.findings
        ]
        sums = {"captures": found.captures, "bytes": found.bytes, "files": found.files}
        sound = not found.findings
        click.echo(json.dumps({**sums, "sound": sound, "findings": findings}, indent=2))
    else:
        _print(found)
    return Damaged.exit_code if found.findings else 0


def _print(found: Verified) -> None:
    if not found.findings:
        held = f"{found.captures} captures in {found.files} WARC files"
        click.echo(f"{held}, {found.bytes} bytes: sound")
    for finding in found.findings[:_SHOWN]:
        click.echo(str(finding), err=True)
    if len(found.findings) > _SHOWN:
        click.echo(f"... and {len(found.findings) - _SHOWN} more: --json has all", err=True)
