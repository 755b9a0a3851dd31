"""The demo's lines for people, and its report for programs."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Telling:
    """A line for each step with the time it took; at the end the report, and the lines once more."""

    def __init__(self) -> None:
        self._lines: list[str] = []
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
        self.line(f"{'✔' if ok else '✘'} {took:6.2f} s  {title}")
        for line in saw if ok else [*saw, f"FAILED: {detail}"]:
            self.line(f"             {line}")
        self._checks.append({"name": name, "ok": ok, "detail": detail})
        if not ok:
            raise StepFailed(name)

    def figure(self, name: str, value: float) -> None:
        self.figures[name] = value

    def line(self, text: str) -> None:
        self._lines.append(text)
        print(text, flush=True)

    def write(self, report: Path) -> None:
        """The report as JSON, and beside it what was printed, as .txt."""
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(json.dumps({"checks": self._checks, "figures": self.figures}, indent=2) + "\n")
        report.with_suffix(".txt").write_text("\n".join(self._lines) + "\n")


class StepFailed(Exception):
    """A step was not verified; what follows would mean nothing."""


def say(line: str) -> None:
    """Progress, on standard error."""
    print(line, file=sys.stderr, flush=True)
