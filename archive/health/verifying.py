"""What `sldtbxh verify` prints: progress, each damage with what mends it, or a manifest."""

import json
import sys
from pathlib import Path

import click

from archive.errors import Damaged
from archive.folder import warc_files
from archive.health.findings import Finding
from archive.health.verify import manifest as listed
from archive.health.verify import verify

_SHOWN = 50  # damages printed; --json has all


def report(folder: Path, *, as_json: bool, manifest: bool, jobs: int | None) -> int:
    """Verify the archive in `folder` and print what was found; the exit code."""
    if manifest:
        for digest, name in listed(folder):
            click.echo(f"{digest}  {name}")
        return 0
    findings: list[Finding] = []
    checked = captures = size = 0
    with click.progressbar(
        verify(folder, jobs),
        length=len(warc_files(folder)) + 1,
        label="Verifying",
        hidden=as_json or not sys.stderr.isatty(),
        file=sys.stderr,
    ) as results:
        for result in results:
            checked, captures, size = (
                checked + 1, captures + len(result.captures), size + result.bytes,
            )  # fmt: skip
            findings += result.findings
    if as_json:
        facts = [
            {"kind": f.kind, "where": f.where, "what": f.what, "mend": f.mend} for f in findings
        ]
        sums = {"captures": captures, "bytes": size, "files": checked - 1}
        click.echo(json.dumps({**sums, "sound": not findings, "findings": facts}, indent=2))
    else:
        _print(findings, f"{captures} captures in {checked - 1} WARC files, {size} bytes: sound")
    return Damaged.exit_code if findings else 0


def _print(findings: list[Finding], sound: str) -> None:
    if not findings:
        click.echo(sound)
    for finding in findings[:_SHOWN]:
        click.echo(str(finding), err=True)
    if len(findings) > _SHOWN:
        click.echo(f"... and {len(findings) - _SHOWN} more: --json has all", err=True)
