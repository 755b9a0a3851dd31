"""docs/emulation.md names every mend, and nothing that is none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
MARK = "Stock moto:"


def mends() -> set[str]:
    """The functions that say in which way stock moto differs."""
    found = set()
    for file in (REPOSITORY / "drill" / "world" / "aws").glob("*.py"):
        source = file.read_text()
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and MARK in _own_words(node, source):
                found.add(node.name)
    return found


def _own_words(function: ast.FunctionDef, source: str) -> str:
    """Its docstring and the comments at its beginning."""
    first = "\n".join(source.splitlines()[function.lineno : function.body[0].lineno])
    return (ast.get_docstring(function) or "") + first


def test_every_mend_is_listed_and_every_listed_one_is_there() -> None:
    text = (REPOSITORY / "docs" / "emulation.md").read_text()
    mended = text.partition("## What is mended")[2].partition("## What stands in")[0]

    listed = {
        name for row in re.findall(r"^\| (`.*?) \|", mended, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }

    assert listed == mends()
    assert all("https://docs.aws.amazon.com/" in row for row in mended.splitlines() if row.startswith("| `"))
