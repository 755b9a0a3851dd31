"""The demo's lines for people, and its report for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Telling:
    """A line for each step with the time it took, and build/demo.json at the end."""

    def __init__(self) -> None:
        self._checks: list[dict] = []
        self.figures: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, title: str) -> Iterator[list[str]]:
        """Runs a step. It verifies by raising AssertionError or TimeoutError, and appends what it saw to the list."""
        began = time.monotonic()
        saw: list[str] = []
        try:
            yield saw
            ok, detail = True, "; ".join(saw)
        except (AssertionError, TimeoutError, LookupError, OSError) as failure:
            ok, detail = False, str(failure) or type(failure).__name__
        took = time.monotonic() - began
        print(f"{'✔' if ok else '✘'} {took:6.2f} s  {title}", flush=True)
        for line in saw if ok else [*saw, f"FAILED: {detail}"]:
            print(f"             {line}", flush=True)
        self._checks.append({"name": name, "ok": ok, "detail": detail})
        if not ok:
            raise StepFailed(name)

    def figure(self, name: str, value: float) -> None:
        self.figures[name] = value

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"checks": self._checks, "figures": self.figures}, indent=2) + "\n")


class StepFailed(Exception):
    """A step was not verified; what follows would mean nothing."""


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)
