"""What expressions of alarms say."""

from __future__ import annotations

import pytest

from world.aws.alarm_math import children, holds, value

METRICS = {"target": 7.0, "elb": None, "zero": 0.0}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("target", 7.0),
        ("elb", None),
        ("FILL(target, 0) + FILL(elb, 0)", 7.0),
        ("target + elb", None),
        ("-(target - 1) * 2 / 4", -3.0),
        ("FILL(elb, 2.5)", 2.5),
    ],
)
def test_metric_math_is_computed_for_one_period(expression: str, expected: float | None) -> None:
    assert value(expression, METRICS) == expected


@pytest.mark.parametrize(
    "expression", ["nobody", "SUM(METRICS())", "target >", "__import__('os')", "FILL(elb, REPEAT)"]
)
def test_what_is_not_understood_is_said(expression: str) -> None:
    with pytest.raises(ValueError, match="not an expression"):
        value(expression, METRICS)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ('ALARM("loud one")', True),
        ("ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:loud)", True),
        ("OK(loud) OR INSUFFICIENT_DATA(new)", True),
        ("ALARM(loud) AND NOT (OK(quiet) OR FALSE)", False),
        ("NOT FALSE AND TRUE", True),
    ],
)
def test_a_rule_is_about_the_states_of_others(rule: str, expected: bool) -> None:
    def state(alarm: str) -> str:
        return {"quiet": "OK", "new": "INSUFFICIENT_DATA"}.get(alarm, "ALARM")

    assert holds(rule, state) is expected


def test_a_rule_names_its_children() -> None:
    assert children('ALARM("loud one") OR NOT OK(quiet) AND FALSE') == ["loud one", "quiet"]


@pytest.mark.parametrize("rule", ["", "ALARM()", "loud", "ALARM(loud) ALARM(loud)", "1 + 1", "TRUE) OR (FALSE"])
def test_what_is_no_rule_is_said(rule: str) -> None:
    with pytest.raises(ValueError, match="not an"):
        children(rule)
