"""Holds the rows of the design's tables against the tests that show them: situations, the name's verdicts, the fallback."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from checks.reports import Check

NOT_PLAYED: dict[str, str] = {}
"""The rows of situations and of the name's verdicts that the local world cannot play, as `situation.ROW` or `name.ROW`, each with the
reason; they are tests of the planner only."""

_TO_THE_NEXT = r"[^\n]*\n(.*?)(?=^## |^\*\*)"
_SITUATIONS = r"^(?:## Situations|\*\*What is found in the parameter\*\*)"
_NAMES = r"^\*\*Is the name broken\?\*\*"
_FALLBACK = r"^\*\*While it lasts\.\*\*"
_ROW = re.compile(r"^\| `(\w+)`", re.MULTILINE)
_ENTERING = "enter"
"""Entering has a table of what stands against it, whose rows have no names: its tests are called after what they are about."""


def rows(design: Path, heading: str = _SITUATIONS) -> list[str]:
    """The names of the rows of the tables under this heading, each once, in the order of the tables."""
    tables = re.findall(heading + _TO_THE_NEXT, design.read_text(), re.MULTILINE | re.DOTALL)
    return list(dict.fromkeys(row for table in tables for row in _ROW.findall(table)))


def shown(design: Path, found: Iterable[Check], fast: bool) -> Check:
    """Whether every row is a test of the planner; a situation or verdict also one in the world, unless that cannot play it.

    fast: the world was left out, so nothing is said of it.
    """
    names = {check.name for check in found}
    situations, verdicts, lasting = (rows(design, heading) for heading in (_SITUATIONS, _NAMES, _FALLBACK))
    wanted = [f"situation.{row}.planner" for row in situations]
    wanted += [f"name.{row}" for row in verdicts]
    if not fast:
        played = (*(f"situation.{row}" for row in situations), *(f"name.{row}" for row in verdicts))
        wanted += [f"{row}.world" for row in played if row not in NOT_PLAYED]
    wanted += [f"fallback.{row}" for row in (_ENTERING, *lasting)]
    missing = [name for name in wanted if name not in names]
    whole = bool(situations and verdicts and lasting)
    return Check("tables.everyRow", whole and not missing, ", ".join(missing))
