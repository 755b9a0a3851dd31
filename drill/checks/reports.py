"""Reads the JUnit XML that Surefire and pytest write, and turns each test into a named check.

A check's name is a path with dots, each part in camelCase: `planner.removesNothing`, `dns.answersAtMostEight`.
A test whose title contains names of the tables (`situation.ROW.planner`, `situation.ROW.world`, `name.ROW`,
`name.ROW.world`, `fallback.ROW`) is a check of each of those names instead. Several tests of one name make one check, which is good only if all of them are.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_OF_A_TABLE = re.compile(r"\b(?:situation\.\w+\.(?:planner|world)|(?:name|fallback)\.[a-z]\w*(?:\.world\b)?)")
_PARAMETER_TYPES = re.compile(r"^(\w+)\([^)]*\)")
_LONGEST_DETAIL = 300


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. `ok` is None where it could not be looked at; `detail` then says why."""

    name: str
    ok: bool | None
    detail: str = ""


def checks(files: Iterable[Path]) -> list[Check]:
    """The checks of these report files, in order of first appearance; equal names are merged."""
    merged: dict[str, Check] = {}
    for file in files:
        for check in _of_file(file):
            before = merged.get(check.name)
            merged[check.name] = check if before is None else _worse(before, check)
    return list(merged.values())


def _of_file(file: Path) -> Iterator[Check]:
    for case in xml.parse(file).getroot().iter("testcase"):
        ok, detail = _result(case)
        for name in names_of(case.get("classname", ""), case.get("name", "")):
            yield Check(name, ok, detail)


def figures(files: Iterable[Path]) -> dict[str, float]:
    """The figures that tests have left, each in a file of its name. A whole number stays one."""
    numbers = {file.name: float(file.read_text()) for file in files}
    return {name: int(number) if number.is_integer() else number for name, number in numbers.items()}


def names_of(owner: str, title: str) -> list[str]:
    """The names of the test called `title` in the class or module `owner`, both as the report spells them."""
    return _OF_A_TABLE.findall(title) or [_name(owner, title)]


def _name(owner: str, title: str) -> str:
    parts = [re.sub(r"^test_|Test$", "", part) for part in re.split(r"[.$]", owner)]
    where = parts[-1] if "$" not in owner else ".".join(parts[-2:])
    method, rest = _method_and_row(title)
    return ".".join(filter(None, [*map(_camel, where.split(".")), _camel(method), _camel(rest)]))


def _method_and_row(title: str) -> tuple[str, str]:
    """`plans(String) "all is well"` (JUnit) and `test_plans[all is well]` (pytest) are both `plans`, `all is well`."""
    if title.startswith("test_"):
        method, _, row = title.removeprefix("test_").partition("[")
        return method, row.removesuffix("]")
    if found := _PARAMETER_TYPES.match(title):
        return found.group(1), title[found.end() :]
    return title, ""


def _camel(text: str) -> str:
    """Words in camelCase; a word that is camelCase already stays so."""
    words = re.findall(r"[A-Za-z0-9]+", text)
    joined = "".join(word[0].upper() + word[1:] for word in words)
    return joined[:1].lower() + joined[1:]


def _result(case: xml.Element) -> tuple[bool | None, str]:
    for problem in ("failure", "error", "skipped"):
        element = case.find(problem)
        if element is not None:
            if element.get("type") == "pytest.xfail":
                return True, "fails, as it should"
            said = element.get("message") or element.text or ""
            first = next((line.strip() for line in said.splitlines() if line.strip()), problem)
            return (None if problem == "skipped" else False), first[:_LONGEST_DETAIL]
    return True, ""


def _worse(one: Check, other: Check) -> Check:
    """Failed is worse than skipped, skipped worse than good."""
    return min(one, other, key=lambda check: {False: 0, None: 1, True: 2}[check.ok])
