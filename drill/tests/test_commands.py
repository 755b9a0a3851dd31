"""What all commands in bin/ have in common."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"
COMMANDS = sorted(path for path in BIN.iterdir() if path.is_file())
STEPS = sorted(path for path in BIN.glob("lib/*.sh") if path.name != "common.sh")


@pytest.fixture(scope="module")
def fresh_clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository's commands and programs, in which nothing is built or installed."""
    clone = tmp_path_factory.mktemp("clone")
    for part in ("bin", "drill"):
        shutil.copytree(BIN.parent / part, clone / part, ignore=shutil.ignore_patterns("target", "__pycache__"))
    return clone


@pytest.mark.parametrize("command", COMMANDS + STEPS, ids=lambda path: path.name)
def test_explains_itself_before_anything_is_installed(command: Path, fresh_clone: Path) -> None:
    asked = [fresh_clone / command.relative_to(BIN.parent), "--help"]
    without_packages = {"PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}

    said = subprocess.run(
        asked, env=without_packages, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True
    )

    assert said.stdout.startswith("usage: ")
    assert not (fresh_clone / "build").exists()


def test_a_function_is_invoked_where_the_environment_says(world_url: str) -> None:
    environment = os.environ | {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "WORLD_NAME": f"test-{os.getpid()}"}

    tried = subprocess.run(
        [BIN / "local-invoke", "TaskStateChanged", "-e", BIN.parent / "events" / "task-running.json"],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert tried.returncode == 2
    assert "http://127.0.0.1:9" in tried.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_refuses_what_it_does_not_know(command: Path) -> None:
    tried = subprocess.run([command, "--no-such-thing"], capture_output=True, text=True, stdin=subprocess.DEVNULL)

    assert tried.returncode != 0
    assert tried.stdout == ""
