"""The names and results that `bin/test` makes of JUnit XML."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.reports import Check, checks, figures, names_of


@pytest.mark.parametrize(
    ("owner", "title", "name"),
    [
        ("ai.hokus.remediation.plan.PlannerTest", "removesNothing", "planner.removesNothing"),
        ("ai.hokus.remediation.plan.PlannerTest", 'plans(String, Map) "all is well"', "planner.plans.allIsWell"),
        ("ai.hokus.remediation.PlannerTest$Inner", "seeds(long) seed 17", "planner.inner.seeds.seed17"),
        ("ai.hokus.remediation.RoomsTest", "the_planner_only_thinks", "rooms.thePlannerOnlyThinks"),
        (
            "plan.PlannerTest",
            'plans(String) "situation.registryForgotten.planner"',
            "situation.registryForgotten.planner",
        ),
        ("plan.NameTest", "name.emptied", "name.emptied"),
        ("drill.tests.test_dns", "test_counts_down", "dns.countsDown"),
        ("test_dns", "test_answers[at most 8-UDP]", "dns.answers.atMost8UDP"),
        ("test_world", "test_repairs[situation.asleep.world]", "situation.asleep.world"),
        (
            "drill.SituationsTest",
            "situation.rejected.world, name.rejectedBoth.world: both",
            "situation.rejected.world name.rejectedBoth.world",
        ),
    ],
    # Not the titles themselves: they would be taken for tests of the tables.
    ids=["fact", "row", "nested", "arch", "situation", "name", "module", "parameters", "world", "several"],
)
def test_names(owner: str, title: str, name: str) -> None:
    assert names_of(owner, title) == name.split()


def test_merges_the_tests_of_one_name_and_keeps_the_worst(tmp_path) -> None:
    report = tmp_path / "TEST-any.xml"
    report.write_text(
        """<testsuite>
          <testcase classname="a.B" name="name.good"/>
          <testcase classname="a.C" name="name.good"><failure message="expected: 1&#10;but was: 2"/></testcase>
          <testcase classname="a.D" name="off"><skipped message="no engine"/></testcase>
          <testcase classname="a.E" name="broken"><error>

            java.lang.IllegalStateException</error></testcase>
          <testcase classname="a.F" name="without_the_mend"><skipped type="pytest.xfail" message="stock"/></testcase>
        </testsuite>"""
    )

    assert checks([report]) == [
        Check("name.good", False, "expected: 1"),
        Check("d.off", None, "no engine"),
        Check("e.broken", False, "java.lang.IllegalStateException"),
        Check("f.withoutTheMend", True, "fails, as it should"),
    ]


def test_reads_figures_from_the_files_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "burst.passes.count").write_text("3.0")
    (tmp_path / "step.seconds").write_text("1.5")

    assert figures(tmp_path.iterdir()) == {"burst.passes.count": 3, "step.seconds": 1.5}
