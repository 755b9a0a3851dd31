"""The filters of an event source mapping: which records of a stream call its function.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html. As much of the language as a template here needs;
what is not known is an error, so that no filter passes for one that matches nothing.
"""

from __future__ import annotations

import json

MISSING = object()


def matches(patterns: list[str], record: dict) -> bool:
    """Whether the record fits one of the patterns, each JSON; without a pattern every record does."""
    return not patterns or any(_fits(json.loads(pattern), record) for pattern in patterns)


def _fits(pattern: dict, value: object) -> bool:
    for name, wanted in pattern.items():
        found = value.get(name, MISSING) if isinstance(value, dict) else MISSING
        if isinstance(wanted, dict):
            if not _fits(wanted, found):
                return False
        elif not any(_is(rule, found) for rule in wanted):
            return False
    return True


def _is(rule: object, found: object) -> bool:
    match rule:
        case {"prefix": str(prefix)}:
            return isinstance(found, str) and found.startswith(prefix)
        case {"exists": bool(wanted)}:
            return (found is not MISSING) == wanted
        case str() | None | bool():
            return found == rule
    raise ValueError(f"a filter's rule that the world does not know: {rule}")
