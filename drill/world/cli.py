"""The command `bin/world`."""

from __future__ import annotations

import argparse
import json
import math
import os
import shlex
import signal
import sys
from dataclasses import fields

from world import client
from world.client import NoWorld
from world.options import Options, world_name

# Kept in words here too, as the verbs themselves need moto, which takes seconds to load.
VERBS = {
    "recreate-without-registries": (["service"], "the incident: make the ECS service again with serviceRegistries []"),
    "recreate-with-registries": (["service"], "the lasting fix: make the ECS service again with its registry"),
    "recreate-in-ipv6-subnet": (["service"], "make it again without its registry, in a subnet with IPv6 only"),
    "delete-service": (["service"], "delete the ECS service, and wait until its last task has stopped"),
    "replace-task": (["service"], "stop the oldest running task and wait for its replacement"),
    "stop-task": (["service"], "stop the oldest running task, and do not wait"),
    "crash-task": (["service"], "kill the processes of the oldest running task, and do not wait"),
    "stop-listening": (["service"], "let the application of the oldest running task refuse connections"),
    "stop-answering": (["service"], "let it take connections and say nothing"),
    "answer-again": (["service"], "end that"),
    "scale": (["service", "count"], "set desiredCount and wait until as many tasks run"),
    "make-unhealthy": (["service"], "let the container health check of the oldest running task fail"),
    "make-healthy": (["service"], "let those of all its running tasks succeed"),
    "add-foreign-instance": (["instance"], "register a second MLflow, outside of ECS, by hand"),
    "remove-foreign-instance": (["instance"], "take it out again"),
    "fail-operations": (
        ["message|off", "[service]"],
        "let every Cloud Map operation, or those about one service, end as FAIL with this message",
    ),
    "slow-operations": (["seconds|off"], "let every Cloud Map operation take so long"),
    "allow-hosts": (["hosts"], "replace MLflow's tasks by such as let in only these Host headers"),
    "configure": (["key", "value"], "set a key of the functions' configuration to a JSON value"),
    "fail-function": (["function|off"], "let this function fail whenever it is invoked"),
    "kill-function": (["function"], "kill -9 the process of this function that has been at work the longest"),
    "fail-ledger": (
        ["throttled|before|after|off"],
        "let every request to DynamoDB be throttled, or fail before it is done or after it was",
    ),
    "chat-fails": (
        ["kind|off", "[times]", "[slack|sns|both]"],
        "let so many messages be throttled, busy, broken, silent, lost, refused or closed on their way to a channel",
    ),
    "hide-zone": (["on|off"], "take the private zone out of the VPC's sight"),
    "fail-dns": (["on|off"], "let the VPC's resolver answer SERVFAIL"),
    "deploy": (["service"], "replace every task by a rolling update, and wait until it is complete"),
    "two-colours": (
        ["service", "kind"],
        "make the ECS service again as CODE_DEPLOY, EXTERNAL, BLUE_GREEN, … deploy it",
    ),
    "next-colour": (["service"], "start its second colour; then give it the traffic; then end the first"),
    "recreate-cloud-map-service": (
        ["service", "[records]"],
        "delete its Cloud Map service and make it again under the name, with A, SRV or A,SRV records",
    ),
    "delete-cloud-map-service": (["service"], "delete it with all its instances"),
    "guard-many": (["count"], "make so many forgotten services more, up to 200, and guard them all"),
    "set-alarm": (
        ["alarm", "state|off"],
        "let a CloudWatch alarm be OK, ALARM or INSUFFICIENT_DATA, and make its event",
    ),
    "set-parameter": (["parameter", "value"], "let somebody else write the parameter"),
    "parameter-gone": (["parameter"], "delete it"),
    "make-secret": (["parameter"], "make it again as a SecureString with a KMS key of its own"),
    "make-key": ([], "make a KMS key"),
    "disable-key": (["key", "on|off"], "let nobody use a KMS key"),
    "step": (["[on|next|off]"], "hold every task before each step; without a word: let each that waits take one"),
    "hold-task": (["status|off"], "let tasks that come to this status stay there"),
    "throttle": (["action|off", "[calls|off]"], "refuse so many calls of this API action, or all"),
    "lose-answers": (["action|off"], "let calls of this API action take effect and end as an internal error"),
    "hang": (
        ["action|off", "[service]"],
        "give calls of this API action, about a service's Cloud Map service, no answer",
    ),
    "fail-pages": (["action|off"], "let each page of this API action fail but the first"),
    "page-size": (["size|off"], "let no page of a list have more entries"),
    "lag-lists": (["on|off"], "let ListInstances go on showing what there is now"),
    "slow-health": (["seconds|off"], "let a pushed health take so long to take effect"),
    "slow-registration": (["seconds|off"], "let ECS take so much longer to register a task"),
    "fail-registration": (["on|off"], "let ECS's own registrations come to nothing"),
    "forget-task": (["task|service|off"], "let ECS no longer know a task, or a service's stopped ones"),
    "fail-task": (["task", "reason|off"], "let DescribeTasks fail on a task with this reason"),
    "recycle-addresses": (["on|off"], "give the next task the address that was given back last"),
}


def main(arguments: list[str]) -> int:
    """Exit status 0: done; 1: could not be done, with the reason on standard error; 2: not a command of this.

    Interrupted or terminated: 128 and the signal's number; a world that was being made is then taken down again.
    """
    asked = _parser().parse_args(arguments)
    for sent in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sent, lambda number, _: sys.exit(128 + number))
    try:
        return asked.run(asked)
    except NoWorld as reason:
        print(reason, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/world", description="A local AWS with the sample's services in it.")
    parser.add_argument(
        "--name",
        type=_world_name,
        # Of a default that is a string argparse makes the type, too.
        default=os.environ.get("WORLD_NAME") or "default",
        help="which world (or WORLD_NAME; default: default)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    up = commands.add_parser(
        "up",
        help="make the world; returns when it is settled and in sync",
        # Which of them were given matters where the world is up already.
        argument_default=argparse.SUPPRESS,
    )
    _name(up)
    up.add_argument("--negative-ttl", type=_whole, metavar="S", help="how long a missing name is remembered (15)")
    up.add_argument("--pace", type=_seconds, metavar="S", help="time between two statuses of a task (0.2)")
    up.add_argument("--operation-seconds", type=_seconds, metavar="S", help="time of a Cloud Map operation (0.5)")
    up.add_argument(
        "--custom-health-seconds", type=_seconds, metavar="S", help="until a pushed health takes effect (30)"
    )
    up.add_argument(
        "--alarm-minute",
        type=_minute,
        metavar="S",
        help="how long a minute of an alarm lasts (60): the sample's fires after two; said in the alarm's reason",
    )
    up.add_argument("--mlflow", choices=("standin", "real"), help="what runs in MLflow's tasks (standin)")
    up.add_argument(
        "--consumer",
        choices=("envAtStart", "runtimeRead"),
        help="when the API reads MLflow's endpoint: as its containers start, or while they run (envAtStart)",
    )
    # Its own default, which store_true brings, would stand for a choice.
    up.add_argument("--deliver", action="store_true", default=argparse.SUPPRESS, help="deliver events to the functions")
    up.add_argument(
        "--listen",
        metavar="ADDRESS",
        help="where its port is (127.0.0.1); containers need the gateway of their network",
    )
    up.set_defaults(run=_up)

    for name, run, words in (
        ("down", _down, "end the world and everything in it"),
        ("env", _env, "print exports that point an AWS SDK or CLI at it"),
        ("state", _state, "print the world as one JSON object"),
        ("events", _events, "print every event so far, a line each"),
    ):
        command = commands.add_parser(name, help=words)
        _name(command)
        command.set_defaults(run=run)

    event = commands.add_parser(
        "event", help="print an event about the world as it is: task-running, task-stopped, scheduled, …"
    )
    _name(event)
    event.add_argument("names", nargs="+", metavar="NAME")
    event.add_argument("--service", help="whose event (mlflow)")
    event.add_argument(
        "--deliver", action="store_true", help="also invoke the function, and print its response instead"
    )
    event.set_defaults(run=_event)

    deliver = commands.add_parser(
        "deliver", help="whether events, and messages, go to the functions; or messages alone"
    )
    _name(deliver)
    deliver.add_argument("wanted", choices=("on", "messages", "off"))
    deliver.set_defaults(run=lambda asked: _print(_ask(asked, "POST", f"deliver/{asked.wanted}")))

    calls = commands.add_parser("calls", help="print the calls to AWS, and the mark to ask from next time")
    _name(calls)
    calls.add_argument("--since", type=int, default=0, metavar="MARK")
    calls.set_defaults(run=lambda asked: _print(_ask(asked, "GET", f"calls/{asked.since}")))

    for verb, (takes, words) in VERBS.items():
        command = commands.add_parser(verb, help=words)
        _name(command)
        for argument in takes:
            command.add_argument(argument, nargs="?" if argument.startswith("[") else None)
        command.set_defaults(run=_verb, verb=verb, takes=takes)
    return parser


def _name(command: argparse.ArgumentParser) -> None:
    # Not to overwrite a --name that stands before the command.
    command.add_argument("--name", type=_world_name, default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _world_name(text: str) -> str:
    try:
        return world_name(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < math.inf:
        raise argparse.ArgumentTypeError(f"not a number of seconds: {text}")
    return seconds


def _minute(text: str) -> float:
    seconds = _seconds(text)
    if not seconds:
        raise argparse.ArgumentTypeError("a minute of no time")
    return seconds


def _whole(text: str) -> int:
    return int(_seconds(str(int(text))))


def _up(asked: argparse.Namespace) -> int:
    given = {field.name: getattr(asked, field.name) for field in fields(Options) if hasattr(asked, field.name)}
    told, made = client.up(Options(**given), given)
    print(f"The world '{asked.name}' is {'up' if made else 'up already'}: {told['url']}", file=sys.stderr)
    return 0


def _down(asked: argparse.Namespace) -> int:
    ended = client.down(asked.name)
    print(f"The world '{asked.name}' {'is down' if ended else 'was not up'}.", file=sys.stderr)
    return 0


def _env(asked: argparse.Namespace) -> int:
    for name, value in _ask(asked, "GET", "env").items():
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _state(asked: argparse.Namespace) -> int:
    return _print(_ask(asked, "GET", "state"))


def _events(asked: argparse.Namespace) -> int:
    for event in _ask(asked, "GET", "events"):
        print(json.dumps(event))
    return 0


def _event(asked: argparse.Namespace) -> int:
    failed = False
    for name in asked.names:
        told = _ask(asked, "POST", f"event/{name}", {"service": asked.service, "deliver": asked.deliver})
        _print(told["response"] if asked.deliver else told["event"])
        if asked.deliver and (told["functionError"] or told["status"] >= 300):
            print(f"{told['function']} failed: {told['functionError'] or told['status']}", file=sys.stderr)
            failed = True
    return 1 if failed else 0


def _verb(asked: argparse.Namespace) -> int:
    given = [getattr(asked, name) for name in asked.takes]
    arguments = [argument for argument in given if argument is not None]
    return _print(_ask(asked, "POST", asked.verb, {"arguments": arguments}))


def _ask(asked: argparse.Namespace, method: str, path: str, body: dict | None = None) -> dict:
    told = client.find(asked.name)
    if told is None:
        named = "" if asked.name == Options.name else f"--name {asked.name} "
        raise NoWorld(f"There is no world '{asked.name}'. Make it with: bin/world {named}up")
    return client.ask(told["url"], method, path, body)


def _print(told: object) -> int:
    print(json.dumps(told, indent=2))
    return 0
