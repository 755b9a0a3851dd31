"""What an alarm's expressions say: metric math over numbers, and a composite alarm's rule over the states of others.

Sources: CloudWatch user guide, "Using math expressions with CloudWatch metrics"; API, PutCompositeAlarm, AlarmRule.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping

ARITHMETIC = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
# A state that another alarm is in, or a word of the rule.
TOKEN = re.compile(
    r"""\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?P<quote>["']?)(?P<alarm>[^()"']+?)(?P=quote)\s*\)"""
    r"""|(?P<word>TRUE|FALSE|AND|OR|NOT|[()]))"""
)
WORDS = {"TRUE": "True", "FALSE": "False", "AND": "and", "OR": "or", "NOT": "not", "(": "(", ")": ")"}


def value(expression: str, metrics: Mapping[str, float | None]) -> float | None:
    """What the expression gives for one period; None: it has no data, as what it adds to has none.

    Takes numbers, ids, + - * /, brackets and FILL(id, number). Raises ValueError for anything else.
    """
    return _number(_parsed(expression), metrics)


def holds(rule: str, state: Callable[[str], str]) -> bool:
    """Whether the rule is true now. state: takes an alarm's name or ARN. Raises ValueError for what is no rule."""
    return _truth(_parsed(_translated(rule, state)))


def children(rule: str) -> list[str]:
    """The alarms that the rule names, as it names them. Raises ValueError for what is no rule."""
    named: list[str] = []

    def state(alarm: str) -> str:
        named.append(alarm)
        return "OK"

    holds(rule, state)
    return named


def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError:
        raise ValueError(f"not an expression that is understood here: {expression}") from None


def _number(node: ast.expr, metrics: Mapping[str, float | None]) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name) if name in metrics:
            return metrics[name]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            found = _number(operand, metrics)
            return None if found is None else -found
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            one, other = _number(left, metrics), _number(right, metrics)
            return None if one is None or other is None else ARITHMETIC[type(op)](one, other)
        case ast.Call(func=ast.Name(id="FILL"), args=[filled, ast.Constant(value=int() | float() as by)]):
            found = _number(filled, metrics)
            return float(by) if found is None else found
    raise ValueError(f"not an expression that is understood here: {ast.unparse(node)}")


def _translated(rule: str, state: Callable[[str], str]) -> str:
    """The rule as an expression of Python's, with each state that it asks for in place of the question."""
    words, at = [], 0
    rule = rule.rstrip()
    while at < len(rule):
        token = TOKEN.match(rule, at)
        if token is None:
            raise ValueError(f"not an alarm rule: {rule}")
        words.append(WORDS.get(token["word"]) or str(state(token["alarm"]) == token["state"]))
        at = token.end()
    return " ".join(words)


def _truth(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=bool() as known):
            return known
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _truth(operand)
        case ast.BoolOp(op=op, values=values):
            # All of them: each names alarms.
            found = [_truth(each) for each in values]
            return all(found) if isinstance(op, ast.And) else any(found)
    raise ValueError(f"not an alarm rule: {ast.unparse(node)}")
