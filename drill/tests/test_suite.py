"""How `bin/test` runs a step and what it makes of its end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checks import suite
from checks.reports import Check
from checks.suite import Step


@pytest.fixture(autouse=True)
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(suite, "ROOT", tmp_path)
    monkeypatch.setattr(suite, "BUILD", tmp_path / "build")
    (tmp_path / "build/test").mkdir(parents=True)
    return tmp_path / "build"


def step(command: str, *reports: str) -> Step:
    return Step("step", "something", command, reports)


def test_a_step_is_a_check() -> None:
    [check] = suite.run(step("echo fine"))

    assert (check.name, check.ok) == ("step", True)


def test_any_failing_command_fails_the_step(capsys: pytest.CaptureFixture[str]) -> None:
    [check] = suite.run(step("echo what went wrong; false; true"))

    assert check.ok is False
    assert "what went wrong" in capsys.readouterr().err


def test_a_step_that_lacks_something_is_skipped_with_its_last_word() -> None:
    [check] = suite.run(step("echo no container engine; exit 77"))

    assert check == Check("step", None, "no container engine")


def test_a_step_without_its_reports_fails(build: Path) -> None:
    (build / "test/old.xml").write_text("<testsuite><testcase classname='a' name='b'/></testsuite>")

    [check] = suite.run(step("true", "build/test/*.xml"))

    assert check.ok is False


def test_forgets_the_figures_of_the_run_before(build: Path) -> None:
    (build / "old.count").write_text("1.0")

    suite.run(Step("step", "something", "echo 3.0 > build/new.count", figures="build/*.count"))

    assert [file.name for file in build.glob("*.count")] == ["new.count"]


def test_a_failed_test_fails_its_step() -> None:
    report = "<testsuite><testcase classname='A' name='b'><failure message='no'/></testcase></testsuite>"

    checks = suite.run(step(f'echo "{report}" > build/test/new.xml', "build/test/*.xml"))

    assert [(check.name, check.ok) for check in checks] == [("step", False), ("a.b", False)]


def test_a_hung_step_is_ended_with_its_children(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "_LIMIT", 0.2)

    [check] = suite.run(step("tail -f /dev/null & wait"))

    assert check.ok is False


def test_writes_what_was_skipped_apart(build: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = [Check("a", True), Check("b", False, "broken"), Check("c", None, "no engine")]

    suite.write(found, {"step.a.seconds": 1.5})

    assert json.loads((build / "test.json").read_text()) == {
        "checks": [{"name": "a", "ok": True, "detail": ""}, {"name": "b", "ok": False, "detail": "broken"}],
        "skipped": [{"name": "c", "detail": "no engine"}],
        "notPlayed": [],
        "figures": {"step.a.seconds": 1.5},
    }
    assert suite.sum_up(found) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed, 1 skipped"


def test_counts_every_schedule_that_was_played_in_memory_once() -> None:
    figures = {
        "schedules.diesAlone.count": 3,
        "schedules.rollingOne.count": 3,
        "proof.schedules.count": 5,
        "schedules.events.lapse.count": 4,
        "schedules.world.lapse.count": 5,
        "mutants.count": 6,
    }

    assert suite._distinct(figures) == {"schedules.distinct.count": 9}
    assert suite._distinct({"mutants.count": 6}) == {}
