"""What bin/readme writes, and what it finds wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checks import documents

EMPTY = "# Title\n\n<!-- demo -->\n<!-- /demo -->\n\n<!-- figures -->\n<!-- /figures -->\n\nThe end.\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of which a whole demo has run, and whose README was not written yet."""
    for folder in ("build", "docs", "events", "bin"):
        (tmp_path / folder).mkdir()
    (tmp_path / "README.md").write_text(EMPTY)
    (tmp_path / "events/README.md").write_text("# Events\n")
    (tmp_path / "bin/demo").write_text("")
    figures = {name: 1000 + number for number, name in enumerate(documents.FIGURES)}
    (tmp_path / "build/demo.json").write_text(json.dumps({"checks": [], "figures": figures}))
    (tmp_path / "build/demo.txt").write_text("✔ 1.00 s  Fine\n\n  time from fault to first 200: 3.00 s\n")
    return tmp_path


def test_writes_what_was_printed_and_measured(repository: Path) -> None:
    documents.fill(repository)
    documents.fill(repository)

    text = (repository / "README.md").read_text()
    assert "```text\n✔ 1.00 s  Fine\n\n  time from fault to first 200: 3.00 s\n```\n<!-- /demo -->" in text
    in_sync = 1000 + list(documents.FIGURES).index("pass.inSync.calls")
    assert text.count(f"{in_sync:,} AWS calls") == 1
    assert text.endswith("\n\nThe end.\n")
    assert list(documents.check(repository)) == []


def test_finds_a_readme_without_numbers(repository: Path) -> None:
    faults = list(documents.check(repository))

    assert len(faults) == 2 + len(documents.FIGURES)
    assert all("run bin/demo, then bin/readme" in fault for fault in faults)


def test_a_broken_off_demo_is_no_source(repository: Path) -> None:
    (repository / "build/demo.json").write_text(json.dumps({"checks": [], "figures": {}}))

    with pytest.raises(KeyError):
        documents.fill(repository)

    assert (repository / "README.md").read_text() == EMPTY


def test_finds_what_is_named_and_not_there(repository: Path) -> None:
    documents.fill(repository)
    (repository / "docs/design.md").write_text(
        "[a](../README.md#title) [b](gone.md) [c](https://example.com/gone) `GoneTest` `bin/demo` bin/gone `bin/*`\n"
    )

    assert list(documents.check(repository)) == [
        "docs/design.md: no such file: gone.md",
        "docs/design.md: no such test: GoneTest",
        "docs/design.md: no such command: bin/gone",
    ]
