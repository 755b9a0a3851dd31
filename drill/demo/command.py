"""The command `bin/demo`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from demo.telling import StepFailed, Telling, say
from world import client
from world.client import NoWorld
from world.options import REPOSITORY, Options

REPORT = REPOSITORY / "build" / "demo.json"
# Not AWS's times, so that a demo ends soon; printed, as they are part of what is measured.
PACE_SECONDS = 0.2
OPERATION_SECONDS = 0.5
NEGATIVE_TTL_SECONDS = 15
ALARM_MINUTE_SECONDS = 6


def main(arguments: list[str]) -> int:
    """Exit status 0: every step verified from outside; 1: one was not; 2: wrong arguments.

    Interrupted or terminated: 128 and the signal's number; the world is taken down then, too, and nothing reported.
    """
    parser = argparse.ArgumentParser(
        prog="bin/demo",
        description="Plays the sample's incident in a local world: an ECS service loses its place in Cloud Map, "
        "its callers fail, the functions repair it; then nothing can be repaired, and the endpoint goes by address until it "
        "can. In another world people pause, undo, edit and apply meanwhile. Writes build/demo.json and build/demo.txt. Exit status: 0 every step was verified "
        "from outside, 1 one was not, 2 wrong arguments.",
    )
    parser.add_argument("--mlflow", action="store_true", help="run the real MLflow in its tasks, not the stand-in")
    parser.add_argument("--keep", action="store_true", help="leave the worlds up at the end, and say their names")
    asked = parser.parse_args(arguments)

    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, lambda number, _: sys.exit(128 + number))
    name = f"demo-{os.getpid()}"
    options = Options(
        name=name,
        negative_ttl=NEGATIVE_TTL_SECONDS,
        pace=PACE_SECONDS,
        operation_seconds=OPERATION_SECONDS,
        alarm_minute=ALARM_MINUTE_SECONDS,
        mlflow="real" if asked.mlflow else "standin",
    )
    other = replace(options, name=f"{name}-other", consumer="runtimeRead")
    try:
        return _play(options, other)
    finally:
        for each in (options, other):
            if asked.keep:
                say(f"The world is still up, if it was made: bin/world --name {each.name} state | env | down")
            else:
                client.down(each.name)


def _play(options: Options, other: Options) -> int:
    # Imported late: --help comes without the libraries that it needs.
    from demo.story import Story

    telling = Telling()
    try:
        say("Making the local world …")
        world, _ = client.up(options)
        telling.line(
            f"Shortened: {PACE_SECONDS} s between two statuses of a task, {OPERATION_SECONDS} s for an operation of "
            f"Cloud Map, {NEGATIVE_TTL_SECONDS} s negative TTL of the private zone, {ALARM_MINUTE_SECONDS} s for a minute "
            "of the alarm's; restoreAfter 10 s in place of 10 min, redeploy.every 5 s in place of 2 min."
        )
        Story(world["url"], _maker(other), telling).play()
        status = 0
    except (NoWorld, StepFailed) as reason:
        print(f"The demo ended early: {reason}", file=sys.stderr)
        status = 1
    telling.write(REPORT)
    return status


def _maker(options: Options) -> Callable[[], Callable[[], str]]:
    """Begins to make a world beside the story; gives what waits for its URL, and raises NoWorld without one."""

    def begin() -> Callable[[], str]:
        pool = ThreadPoolExecutor(1, "world")
        making = pool.submit(client.up, options)
        pool.shutdown(wait=False)
        return lambda: making.result()[0]["url"]

    return begin
