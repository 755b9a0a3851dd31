"""What README and docs/ promise: their numbers are the last demo's, and what they name exists.

`bin/readme` writes into README what the last run of bin/demo printed and measured, so that no number there is typed;
with --check it changes nothing and says what is not right.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = Path("README.md")
REPORT = Path("build/demo.json")

# What each figure of build/demo.json is, in the table's words, and its unit.
FIGURES = {
    "event.toRegister.millis": (
        "from the task's RUNNING event to `RegisterInstance`, no function having run before the fault",
        "ms",
    ),
    "invoke.toRegister.warm.millis": ("the same from the invocation, the functions being warm", "ms"),
    "repair.byName.firstOk.millis": ("from the fault to the first call that works again", "ms"),
    "outage.byName.millis": ("of that: without service", "ms"),
    "fault.toAlarm.millis": (
        "where nothing can be repaired: from the fault to the alarm, whose minute lasts as long as the demo says",
        "ms",
    ),
    "alarm.toFirstOk.millis": (
        "from the alarm to the first call that works by address, the API being redeployed",
        "ms",
    ),
    "repair.byAddress.firstOk.millis": ("both together", "ms"),
    "repair.byAddress.runtimeRead.firstOk.millis": (
        "the same without an alarm, for an API that reads its endpoint every five seconds",
        "ms",
    ),
    "follow.firstOk.millis": ("from the replaced task's STOPPED to the first call that works again", "ms"),
    "restore.millis": ("from when the name was good for long enough to its endpoint, restored", "ms"),
    "pass.inSync.calls": ("a pass over one service in sync", "AWS calls"),
    "register.calls": ("one registration, with what is read before and verified after it", "AWS calls"),
    "sweep.first.calls": (
        "the first sweep over two services in sync: it also reads configuration and look-ups",
        "AWS calls",
    ),
    "sweep.inSync.calls": ("every sweep after it", "AWS calls"),
}

_BLOCK = r"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_TEST = re.compile(r"`(\w+Test)\b")
_COMMAND = re.compile(r"(?<![\w/.-])bin/[\w/-]+(?:\.\w+)?")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/readme",
        description="Writes into README.md what the last run of bin/demo printed and measured.",
        epilog="Exit status: 0 all is well, 1 bin/demo has not run or (--check) something is not right, 2 wrong arguments.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="change nothing; see that README has those numbers, and that every link, test and command "
        "that it and docs/ name is there",
    )
    if parser.parse_args().check:
        faults = list(check(ROOT))
        print("\n".join(faults) or "README and docs/ hold")
        return 1 if faults else 0
    try:
        fill(ROOT)
    except (FileNotFoundError, KeyError) as missing:
        print(f"Run bin/demo first: {missing}", file=sys.stderr)
        return 1
    return 0


def fill(root: Path) -> None:
    """Raises FileNotFoundError without a report of the demo, KeyError where that is not of a whole one."""
    figures = json.loads((root / REPORT).read_text())["figures"]
    printed = (root / REPORT).with_suffix(".txt").read_text().strip("\n")
    text = (root / README).read_text()
    text = _with_block(text, "demo", f"```text\n{printed}\n```\n")
    text = _with_block(text, "figures", _table(figures))
    (root / README).write_text(text)


def check(root: Path) -> Iterator[str]:
    """A line for each fault."""
    yield from _unmeasured((root / README).read_text())
    tests = {found.stem for part in ("functions", "drill") for found in (root / part).glob("src/test/**/*Test.java")}
    for document in [root / README, *sorted((root / "docs").glob("*.md")), root / "events" / "README.md"]:
        text, name = document.read_text(), document.relative_to(root)
        for link in _LINK.findall(text):
            target = link.split("#")[0]
            if target and "://" not in target and not (document.parent / target).exists():
                yield f"{name}: no such file: {link}"
        for test in sorted(set(_TEST.findall(text)) - tests):
            yield f"{name}: no such test: {test}"
        for command in sorted(set(_COMMAND.findall(text))):
            if not (root / command).is_file():
                yield f"{name}: no such command: {command}"


def _unmeasured(readme: str) -> Iterator[str]:
    """What of the blocks that `fill` writes is not there. Their numbers differ from run to run and are not compared."""
    for name, wanted in (("demo", ["✔", "time from fault to first 200"]), ("figures", _words())):
        block = re.search(_BLOCK.format(name=name), readme, re.DOTALL)
        content = block.group(0) if block else ""
        for part in wanted:
            if part not in content:
                yield f"{README}: block {name} lacks {part!r}: run bin/demo, then bin/readme"


def _words() -> list[str]:
    return [words for words, _ in FIGURES.values()]


def _table(figures: dict[str, float]) -> str:
    rows = [f"| {words} | {figures[name]:,} {unit} | `bin/demo` |" for name, (words, unit) in FIGURES.items()]
    return "\n".join(["| what | measured | by |", "| --- | --- | --- |", *rows, "", f"On {os.cpu_count()} cores.", ""])


def _with_block(text: str, name: str, content: str) -> str:
    return re.sub(
        _BLOCK.format(name=name), lambda block: block.group(1) + content + block.group(2), text, flags=re.DOTALL
    )


if __name__ == "__main__":
    sys.exit(main())
