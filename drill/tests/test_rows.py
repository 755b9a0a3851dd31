"""Whether every row of the design's table is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks import rows
from checks.reports import Check

DESIGN = """
## Situations

| situation | what follows |
| --- | --- |
| `young`: it has just started | wait |
| `noAddress`: it has none | said |

**Is the name broken?**

| `emptied`: nobody is there | broken |

## Fallback

**What is found in the parameter** while no fallback is on file:

| `endpointMissing`: it is not there | said |

**While it lasts.**

| `held`: paused | nothing |
"""
PLANNED = [Check(f"situation.{row}.planner", True) for row in ("young", "noAddress", "endpointMissing")]


@pytest.fixture
def design(tmp_path: Path) -> Path:
    (tmp_path / "design.md").write_text(DESIGN)
    return tmp_path / "design.md"


def test_every_row_needs_the_planner_and_the_world(design: Path) -> None:
    found = rows.shown(design, [*PLANNED[::2], Check("situation.young.world", False)], fast=False)

    missing = "situation.noAddress.planner, situation.noAddress.world, situation.endpointMissing.world"
    assert found == Check("situations.everyRow", False, missing)


def test_a_reason_stands_for_the_world(design: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "NOT_PLAYED", {"noAddress": "no such network here"})
    played = [Check(f"situation.{row}.world", True) for row in ("young", "endpointMissing")]

    assert rows.shown(design, [*PLANNED, *played], fast=False).ok


def test_says_nothing_of_a_world_that_was_left_out(design: Path) -> None:
    assert rows.shown(design, PLANNED, fast=True).ok


def test_a_table_that_is_not_found_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "design.md").write_text("# Design\n")

    assert rows.shown(tmp_path / "design.md", PLANNED, fast=True).ok is False
