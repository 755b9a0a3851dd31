"""`bin/test`: runs every step, goes on after a failure, and sums up.

Each step is a command with a log of its own, build/test/STEP.log. A step is a check itself, and so is every test in the
reports that it writes. What cannot run on this machine is skipped with a word, never counted as good.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from checks import reports, rows
from checks.reports import Check

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"

SKIPPED = 77
"""The exit status by which a step says that this machine lacks something optional; its last line says what."""

_LIMIT = 55 * 60
"""Seconds after which a step counts as hung. The slowest, the system tests, takes up to about 25 minutes: a machine twice as
slow is given time for them. CI ends by itself after 90 minutes, and would not say which step hung.
"""

_LINES_OF_A_FAILURE = 40


@dataclass(frozen=True)
class Step:
    """One command, run in the repository's root; `reports` are globs of the JUnit XML files that it must write."""

    name: str
    does: str
    command: str
    reports: tuple[str, ...] = ()
    figures: str = ""
    """Glob of the files in which its tests leave figures, if they do."""
    slow: bool = False
    """Needs a world or a container; left out by --fast."""
    long: bool = False
    """Only with --long."""


STEPS = (
    Step(
        "shell",
        "syntax of the commands",
        'for file in bin/* bin/lib/* .ci/run; do [ -d "$file" ] || bash -n "$file"; done',
    ),
    Step("documents", "numbers, links, tests and commands that README and docs/ name", "bin/readme --check"),
    Step("format", "Java and Python as bin/format leaves them", "bin/format --check"),
    Step(
        "functions",
        "compile with all warnings, unit tests, rooms, dependencies",
        "./mvnw --batch-mode --no-transfer-progress -f functions/pom.xml verify",
        reports=("functions/target/surefire-reports/TEST-*.xml",),
        figures="functions/target/figures/*",
    ),
    Step(
        "proof",
        "every schedule that docs/proof.md speaks of",
        "./mvnw --batch-mode --no-transfer-progress -f functions/pom.xml surefire:test -Dtest=ProofTest -Dproof=long",
        reports=("functions/target/surefire-reports/TEST-*ProofTest.xml",),
        figures="functions/target/figures/*",
        long=True,
    ),
    Step("template", "the stack: SAM, cfn-lint, policies", "bin/lib/check-template.sh"),
    Step(
        "python",
        "tests of the local world and of the checks",
        "bin/lib/check-python.sh",
        reports=("build/test/python-*.xml",),
        slow=True,
    ),
    Step(
        "system",
        "the functions in a local world",
        "bin/lib/check-system.sh",
        reports=("drill/target/surefire-reports/TEST-*.xml",),
        figures="drill/target/figures/*",
        slow=True,
    ),
    Step(
        "soak",
        "two thousand events, and functions killed at their work",
        "bin/lib/check-system.sh -Dtest=SoakTest -Dproof=long",
        reports=("drill/target/surefire-reports/TEST-*SoakTest.xml",),
        figures="drill/target/figures/soak.*",
        slow=True,
        long=True,
    ),
    Step("sam", "sam build, sam local invoke, sam local start-lambda", "bin/lib/check-sam-local.sh", slow=True),
    Step(
        "demo", "the incident, from fault to repair (in CI with the real MLflow)", "bin/demo ${CI:+--mlflow}", slow=True
    ),
)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        description="Runs all tests and checks of the repository and writes build/test.json. "
        "Logs are in build/test/. Exit status: 0 all good (or skipped), 1 something failed, 2 wrong arguments.",
    )
    parser.add_argument("--fast", action="store_true", help="only what needs no local world and no container")
    parser.add_argument("--long", action="store_true", help="play every schedule that docs/proof.md speaks of")
    parser.add_argument(
        "--replay",
        metavar="SCHEDULE",
        help="play one schedule of the proof and print its story; nothing else is run or written",
    )
    wanted = parser.parse_args()
    if wanted.replay:
        return replay(wanted.replay)
    fast = wanted.fast

    shutil.rmtree(BUILD / "test", ignore_errors=True)
    (BUILD / "test").mkdir(parents=True)
    changes = _changes()
    found: list[Check] = []
    figures: dict[str, float] = {}
    for step in (step for step in STEPS if wanted.long or not step.long):
        began = time.monotonic()
        found += [Check(step.name, None, "left out by --fast")] if fast and step.slow else run(step)
        figures[f"step.{step.name}.seconds"] = round(time.monotonic() - began, 1)
        figures |= reports.figures(_files(step.figures))
    figures |= _distinct(figures)
    found.append(rows.shown(ROOT / "docs/design.md", found, fast))
    found.append(_left_clean(changes))
    write(found, figures)
    return sum_up(found)


def replay(schedule: str) -> int:
    """Prints the story of one schedule; its exit status says whether it keeps every rule."""
    story = ROOT / "functions/target/replay.txt"
    story.unlink(missing_ok=True)
    played = subprocess.run(
        [
            *("./mvnw", "--quiet", "--batch-mode", "--no-transfer-progress", "-f", "functions/pom.xml", "test"),
            *("-Dtest=ReplayTest", "-Dsurefire.trimStackTrace=true", f"-Dreplay={schedule}"),
        ],
        cwd=ROOT,
        stdout=sys.stderr,
        check=False,
    )
    if not story.exists():
        return 1
    print(story.read_text(), end="")
    return 1 if played.returncode else 0


def _distinct(figures: dict[str, float]) -> dict[str, float]:
    """All schedules that were played in memory: those of the proof, which counts what its tales share once, and those
    of the scenarios of events, no two of which are alike. Those of the local world are some of them once more.
    """
    played = [
        count
        for name, count in figures.items()
        if name == "proof.schedules.count" or re.fullmatch(r"schedules\.events\.\w+\.count", name)
    ]
    return {"schedules.distinct.count": sum(played)} if played else {}


def run(step: Step) -> list[Check]:
    """The step's own check first, then those of its reports."""
    _say(f"{step.name}: {step.does} …")
    for old in _files(*step.reports, step.figures):
        old.unlink()
    log = BUILD / "test" / f"{step.name}.log"
    began = time.monotonic()
    status = _status(step, log)
    took = f"{time.monotonic() - began:.0f} s"
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    last = lines[-1].strip() if lines else ""
    if status == SKIPPED:
        _say(f"{step.name}: skipped: {last}")
        return [Check(step.name, None, last)]

    tests = reports.checks(_files(*step.reports))
    if status == 0 and step.reports and not tests:
        status, lines = 1, [*lines, "no test was run"]
    failed = [test for test in tests if test.ok is False]
    if status == 0 and not failed:
        _say(f"{step.name}: ok, {took}" + (f", {len(tests)} checks" if tests else ""))
        return [Check(step.name, True, took), *tests]
    _say(f"{step.name}: FAILED after {took} (exit status {status}); the end of build/test/{step.name}.log:")
    for line in lines[-_LINES_OF_A_FAILURE:]:
        _say(f"  | {line}")
    return [Check(step.name, False, f"exit status {status}, {len(failed)} tests failed"), *tests]


def _files(*patterns: str) -> list[Path]:
    """The files of these globs, an empty one of which stands for none."""
    return sorted(file for pattern in patterns if pattern for file in ROOT.glob(pattern))


def _status(step: Step, log: Path) -> int:
    """Runs the command in a process group of its own, so that a hung one can be ended with its children."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", step.command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return process.wait(timeout=_LIMIT)
        except subprocess.TimeoutExpired:
            output.write(f"still running after {_LIMIT} s: ended\n".encode())
            return 124
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait()


def _changes() -> str | None:
    """What git sees as changed, or None where there is no git or no repository."""
    try:
        asked = subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return asked.stdout


def _left_clean(before: str | None) -> Check:
    if before is None:
        return Check("tree.clean", None, "not a git repository")
    if before:
        return Check("tree.clean", None, "the work tree had changes before")
    after = (_changes() or "").strip()
    if after:
        _say("tree: FAILED: the tests left changes in the work tree:\n" + after)
    return Check("tree.clean", not after, after.replace("\n", "; "))


def write(found: list[Check], figures: dict[str, float]) -> None:
    document = {
        "checks": [
            {"name": check.name, "ok": check.ok, "detail": check.detail} for check in found if check.ok is not None
        ],
        "skipped": [{"name": check.name, "detail": check.detail} for check in found if check.ok is None],
        "notPlayed": [{"name": f"{row}.world", "detail": why} for row, why in rows.NOT_PLAYED.items()],
        "figures": figures,
    }
    (BUILD / "test.json").write_text(json.dumps(document, indent=2) + "\n")


def sum_up(found: list[Check]) -> int:
    for check in found:
        if check.ok is not True:
            print(f"{'failed' if check.ok is False else 'skipped'}: {check.name}: {check.detail}")
    passed, failed, skipped = (sum(check.ok is ok for check in found) for ok in (True, False, None))
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    # Told to end, it ends the running step first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
