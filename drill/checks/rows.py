"""Holds the rows of the design's tables of situations, the endpoint's among them, against the tests that show them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from checks.reports import Check

NOT_PLAYED: dict[str, str] = {}
"""The rows that the local world cannot play, each with the reason; they are tests of the planner only."""

_TABLE = re.compile(
    r"^(?:## Situations|\*\*What is found in the parameter\*\*[^\n]*)\n(.*?)(?=^## |^\*\*)", re.MULTILINE | re.DOTALL
)
_ROW = re.compile(r"^\| `(\w+)`", re.MULTILINE)


def rows(design: Path) -> list[str]:
    """The names of the rows, in the order of the tables."""
    return [row for table in _TABLE.findall(design.read_text()) for row in _ROW.findall(table)]


def shown(design: Path, found: Iterable[Check], fast: bool) -> Check:
    """Whether every row is a test of the planner and, unless the world cannot play it, one in the world.

    fast: the world was left out, so nothing is said of it.
    """
    names = {check.name for check in found}
    wanted = [f"situation.{row}.planner" for row in rows(design)]
    if not fast:
        wanted += [f"situation.{row}.world" for row in rows(design) if row not in NOT_PLAYED]
    missing = [name for name in wanted if name not in names]
    return Check("situations.everyRow", bool(wanted) and not missing, ", ".join(missing))
