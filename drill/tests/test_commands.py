"""What all commands in bin/ have in common."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

BIN = Path(__file__).resolve().parents[2] / "bin"
COMMANDS = sorted(path for path in BIN.iterdir() if path.is_file())


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_explains_itself(command: Path) -> None:
    said = subprocess.run([command, "--help"], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=True)

    assert said.stdout.startswith("usage: ")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda path: path.name)
def test_refuses_what_it_does_not_know(command: Path) -> None:
    tried = subprocess.run([command, "--no-such-thing"], capture_output=True, text=True, stdin=subprocess.DEVNULL)

    assert tried.returncode != 0
    assert tried.stdout == ""
