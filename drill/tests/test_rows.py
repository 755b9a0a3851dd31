"""Whether every row of the design's tables is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks import rows
from checks.reports import Check

ROOT = Path(__file__).resolve().parents[2]

DESIGN = """
## Situations

| situation | what follows |
| --- | --- |
| `young`: it has just started | wait |
| `noAddress`: it has none | said |

**Is the name broken?** The first row that fits.

| `emptied`: nobody is there | broken |

## Fallback

**What is found in the parameter** while no fallback is on file:

| `endpointMissing`: it is not there | said |

**While it lasts.** *Lost* is a task that stopped.

| `held`: paused | nothing |
| `held`: somebody asks | leave |
| `renew`: otherwise | stay |

**A put whose outcome nobody knows**

| `underWay`: nobody knows | read |
"""
PLANNED = [
    *(Check(f"situation.{row}.planner", True) for row in ("young", "noAddress", "endpointMissing")),
    Check("name.emptied", True),
    *(Check(f"fallback.{row}", True) for row in ("enter", "held", "renew")),
]
PLAYED = [
    *(Check(f"situation.{row}.world", True) for row in ("young", "noAddress", "endpointMissing")),
    Check("name.emptied.world", True),
]


@pytest.fixture
def design(tmp_path: Path) -> Path:
    (tmp_path / "design.md").write_text(DESIGN)
    return tmp_path / "design.md"


def test_every_row_needs_the_planner_and_every_situation_and_verdict_the_world(design: Path) -> None:
    assert rows.shown(design, [*PLANNED, *PLAYED], fast=False) == Check("tables.everyRow", True)


@pytest.mark.parametrize("missing", [check.name for check in (*PLANNED, *PLAYED)])
def test_names_the_row_that_no_test_is_called_after(design: Path, missing: str) -> None:
    found = [check for check in (*PLANNED, *PLAYED) if check.name != missing]

    assert rows.shown(design, found, fast=False) == Check("tables.everyRow", False, missing)


def test_the_world_does_not_stand_for_the_planner(design: Path) -> None:
    found = [check for check in (*PLANNED, *PLAYED) if check.name not in ("fallback.renew", "name.emptied")]

    assert rows.shown(design, [*found, Check("fallback.renew.world", True)], fast=False).detail == (
        "name.emptied, fallback.renew"
    )


def test_a_reason_stands_for_the_world(design: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "NOT_PLAYED", {"situation.noAddress": "no such network here"})
    played = [check for check in PLAYED if "noAddress" not in check.name]

    assert rows.shown(design, [*PLANNED, *played], fast=False).ok


def test_says_nothing_of_a_world_that_was_left_out(design: Path) -> None:
    assert rows.shown(design, PLANNED, fast=True).ok


@pytest.mark.parametrize(
    "heading",
    ["## Situations", "**Is the name broken?**", "**While it lasts.**"],
)
def test_a_table_that_is_not_found_is_not_shown(design: Path, heading: str) -> None:
    text = design.read_text()
    design.write_text(text.replace("**What is found in the parameter**", "Found").replace(heading, "Elsewhere"))

    assert rows.shown(design, [*PLANNED, *PLAYED], fast=False).ok is False


def test_finds_the_tables_of_the_design_itself() -> None:
    missing = rows.shown(ROOT / "docs/design.md", [], fast=False).detail.split(", ")

    assert {
        "situation.young.world",
        "name.emptied",
        "name.emptied.world",
        "fallback.enter",
        "fallback.wroteOverOthers",
    } <= set(missing)
