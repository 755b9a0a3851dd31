"""`bin/local-invoke`: one function of the template, run as Lambda would, against the AWS that AWS_ENDPOINT_URL names."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from world import chat, hokusai
from world.functions import Functions
from world.lambda_runtime import REPOSITORY
from world.lambda_template import REGION
from world.options import Options, world_name

COULD_NOT_RUN = 1
FUNCTION_ERROR = 2

# What of the caller's environment the function gets beside its own.
DEFAULTS = {
    "PATH": "/usr/bin:/bin",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def main() -> int:
    parser = _parser()
    given = parser.parse_args()
    try:
        world_name(os.environ.get("WORLD_NAME") or Options.name)
    except ValueError as wrong:
        parser.error(f"WORLD_NAME: {wrong}")
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    if not endpoint:
        print("AWS_ENDPOINT_URL names no endpoint, and no local world is up (bin/world up).", file=sys.stderr)
        return COULD_NOT_RUN
    parameters = {
        "ClusterName": hokusai.CLUSTER,
        "Policy": hokusai.POLICY,
        "SlackWebhookParameter": chat.WEBHOOK_PARAMETER,
        "ChatTopicArn": chat.TOPIC_ARN,
        "LocalEndpoint": endpoint,
        "LocalResolver": os.environ.get("WORLD_RESOLVER", ""),
    } | dict(given.parameter)
    environment = {name: os.environ.get(name, default) for name, default in DEFAULTS.items()}
    code = REPOSITORY / "functions" / "target" / "lambda"
    # Else the JVM would outlive a command that was told to end.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(COULD_NOT_RUN))
    try:
        event = sys.stdin.buffer.read() if given.event == "-" else Path(given.event).read_bytes()
        with _written_to_stderr() as log:
            functions = Functions(REPOSITORY / "template.yaml", parameters, environment, code, log)
            try:
                return _invoke(functions, given.function, event, given.times)
            finally:
                functions.stop()
    except (OSError, RuntimeError) as failure:
        print(_words(failure), file=sys.stderr)
        return COULD_NOT_RUN


def _invoke(functions: Functions, name: str, event: bytes, times: int) -> int:
    result = 0
    for number in range(1, times + 1):
        begun = time.monotonic()
        status, headers, body = functions.invoke(name, event)
        millis = (time.monotonic() - begun) * 1000
        if status != 200:
            print(body.decode(), file=sys.stderr)
            return COULD_NOT_RUN
        print(body.decode(), flush=True)
        print(f"invocation {number} of {times}: {millis:.0f} ms", file=sys.stderr)
        if "X-Amz-Function-Error" in headers:
            result = FUNCTION_ERROR
    return result


def _words(failure: Exception) -> str:
    """What happened, for a person: of a file its name first, and no number."""
    if isinstance(failure, OSError) and failure.filename:
        return f"{failure.filename}: {failure.strerror}"
    return str(failure)


@contextmanager
def _written_to_stderr() -> Iterator[Path]:
    """A file whose content goes to stderr as it comes."""
    read_end, write_end = os.pipe()

    def copy() -> None:
        with open(read_end, "rb", buffering=0) as source:
            shutil.copyfileobj(source, sys.stderr.buffer)

    copier = threading.Thread(target=copy)
    copier.start()
    try:
        yield Path(f"/proc/self/fd/{write_end}")
    finally:
        os.close(write_end)
        # Ends when the last process that writes to it has ended, too.
        copier.join()


def _parameter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError(f"not NAME=VALUE: {text!r}")
    return name, value


class _Parser(argparse.ArgumentParser):
    """Of wrong arguments argparse makes the status that here means a function error."""

    def error(self, message: str) -> NoReturn:
        self.exit(COULD_NOT_RUN, f"{self.prog}: {message} (see --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="bin/local-invoke",
        description="Runs a function of template.yaml as `sam local invoke` does, without containers: in the real Java "
        "runtime client and emulator, against the endpoint in AWS_ENDPOINT_URL, or else the local world (WORLD_NAME, see "
        "bin/world). The response goes to stdout, logs to stderr.",
        epilog="Exit status: 0 the function returned, 1 it could not be run, 2 it failed or timed out.",
    )
    parser.add_argument("function", metavar="FUNCTION", help="its logical id in template.yaml")
    parser.add_argument("-e", "--event", required=True, metavar="EVENT.json", help="the event's file, - for stdin")
    parser.add_argument(
        *("-p", "--parameter"),
        action="append",
        default=[],
        type=_parameter,
        metavar="NAME=VALUE",
        help="a parameter of the template; may be repeated",
    )
    parser.add_argument(
        "-n", "--times", type=int, default=1, metavar="TIMES", help="invoke so often, in one process (1)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
