"""Installed from the wheel into an empty environment, outside the checkout, it works."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest

from tests.commands import free_port

ROOT = Path(__file__).parent.parent
PARTS = ("scraper", "archive", "datasette", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`sldtbxh` in an environment that has the wheel, and its dependencies from the tests' own."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(
                ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / part, source / part)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=source, check=True, capture_output=True)
    shutil.rmtree(source)
    venv.create(folder / "env", with_pip=False)
    wheel = next(folder.glob("*.whl"))
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "env/bin/python"), "install"]
    subprocess.run([*pip, "-q", "--no-deps", "--no-index", str(wheel)], check=True, cwd=folder)
    packages = next((folder / "env/lib").glob("python*/site-packages"))
    dependencies = Path(pytest.__file__).parent.parent
    # The checkout's own editable install must not be what is found.
    for entry in dependencies.iterdir():
        if (
            "sldtbxh" not in entry.name
            and entry.suffix != ".pth"
            and not (packages / entry.name).exists()
        ):
            (packages / entry.name).symlink_to(entry)
    return folder / "env/bin/sldtbxh"


def environment() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SLDTBXH"))}


def test_demo_and_serve(command: Path, tmp_path: Path) -> None:
    demo = subprocess.run(
        [str(command), "demo", "--no-serve"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert demo.returncode == 0, demo.stderr
    assert "60 articles" in demo.stdout
    port = free_port()
    server = subprocess.Popen(
        [str(command), "serve", "--archive", "demo-data", "--port", str(port)],
        cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait_for(port)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/tim-kiem?q=dao+tao") as page:
            assert "đào tạo" in page.read().decode().lower()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/archive/articles") as page:
            assert "Bài viết" in page.read().decode()
    finally:
        server.terminate()
        assert server.wait(60) == 143


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)
