"""The real SAM CLI: builds the functions, and invokes them in containers against a local world.

Runs the commands that README gives. Exit status: 0 all is well, 1 a check failed, 77 no container engine answers; then
only `sam build` was checked.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import docker
from docker.errors import DockerException

from checks.suite import ROOT, SKIPPED
from world.ports import free_port

BUILT = ROOT / "build" / "sam"
WORLD = f"sam-{os.getpid()}"
GUARDED = "hokusai-mlflow-development"
NAME = "mlflow.hokusai-development.local"

NOWHERE = "http://127.0.0.1:9"
"""An endpoint at which nothing answers: the discard port."""

_BASE_IMAGE = "public.ecr.aws/lambda/java:25"
_PATIENCE_SECONDS = 300
"""For one command: the first build fetches the libraries, the first container its image."""


class Failed(Exception):
    """A check does not hold; the message says what was seen instead."""


def main() -> int:
    try:
        _sam("build", "--build-dir", str(BUILT), "--cached", "--cache-dir", f"{BUILT}.cache", environment=os.environ)
        _say("sam build")
        engine = _container_engine()
        if engine is None:
            print("sam build works; sam local was not tried: no container engine")
            return SKIPPED
        _check(SamLocal(engine))
    except Failed as failure:
        print(failure)
        return 1
    return 0


def _check(sam: SamLocal) -> None:
    message = sam.invoke("TaskStateChanged", "task-running", {}).get("errorMessage", "")
    if NOWHERE not in message or "\n" in message:
        raise Failed(f"sam local invoke without a world does not say in one line what it could not reach: {message!r}")
    _say(f"sam local invoke without a world: {message}")

    with _world(sam.gateway) as environment:
        _incident()
        answer = sam.invoke("TaskStateChanged", "task-running", environment)
        _expect_repair("sam local invoke", answer)
        sam.invoke("Rollback", "rollback-pause", environment)
        _incident()
        _expect_nothing("sam local invoke, paused", sam.invoke("TaskStateChanged", "task-running", environment))
        _expect_repair("sam local invoke, resumed", sam.invoke("Rollback", "rollback-resume", environment))
        _incident()
        with sam.start_lambda(environment) as functions:
            error, answer = functions.invoke("Sweep", "scheduled")
            if error:
                raise Failed(f"sam local start-lambda: X-Amz-Function-Error: {error}: {answer}")
            _expect_repair("sam local start-lambda", answer)

            _bin_world("down")
            error, answer = functions.invoke("Sweep", "scheduled")
            if not error:
                raise Failed(f"sam local start-lambda: no X-Amz-Function-Error although the world is gone: {answer}")
            _say(f"sam local start-lambda, the world gone: X-Amz-Function-Error: {error}")


class SamLocal:
    """`sam local` with what was built.

    Containers are on the engine's own network, for SAM takes no notice of `--docker-network host`.
    """

    def __init__(self, engine: docker.DockerClient):
        # Where the base image is here already, there may be no registry to ask for a newer one.
        here = any(tag.startswith(_BASE_IMAGE) for image in engine.images.list() for tag in image.tags)
        self._pull = ["--skip-pull-image"] if here else []
        self.gateway: str = engine.networks.get("bridge").attrs["IPAM"]["Config"][0]["Gateway"]
        """The address by which containers reach this machine."""

    def invoke(self, function: str, event: str, world: Mapping[str, str]) -> dict:
        """The function's answer. A function error is one too: the command exits 0 on it."""
        event_file = ROOT / "events" / f"{event}.json"
        output = _sam(
            "local", "invoke", function, "-e", str(event_file), *self._options(world), environment=_with(world)
        )
        try:
            return json.loads(output)
        except ValueError:
            raise Failed(f"sam local invoke: no answer in JSON: {output!r}") from None

    @contextlib.contextmanager
    def start_lambda(self, world: Mapping[str, str]) -> Iterator[LambdaEndpoint]:
        """Lambda's API on a free port, answering as soon as this is entered and gone afterwards."""
        port = free_port("127.0.0.1")
        command = ["sam", "local", "start-lambda", "--port", str(port), *self._options(world)]
        log = BUILT.with_suffix(".start-lambda.log")
        with log.open("wb") as output:
            process = subprocess.Popen(command, cwd=ROOT, env=_with(world), stdout=output, stderr=output)
        try:
            _wait_for(port, process, log)
            yield LambdaEndpoint(port)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                # In a shell's background SIGINT is ignored, and so it is by everybody who is started there.
                process.terminate()
                process.wait(timeout=60)

    def _options(self, world: Mapping[str, str]) -> list[str]:
        endpoint = world.get("AWS_ENDPOINT_URL", NOWHERE)
        parameters = ["ClusterName=hokusai-development", "Policy=repair", f"LocalEndpoint={endpoint}"]
        return ["--template", str(BUILT / "template.yaml"), *self._pull, "--parameter-overrides", *parameters]


class LambdaEndpoint:
    """Lambda's Invoke API on a port of this machine."""

    def __init__(self, port: int):
        self._port = port

    def invoke(self, function: str, event: str) -> tuple[str | None, dict]:
        """The header X-Amz-Function-Error, if the answer has it, and the answer."""
        url = f"http://127.0.0.1:{self._port}/2015-03-31/functions/{function}/invocations"
        request = urllib.request.Request(url, data=(ROOT / "events" / f"{event}.json").read_bytes())
        with urllib.request.urlopen(request, timeout=_PATIENCE_SECONDS) as response:
            return response.headers.get("X-Amz-Function-Error"), json.load(response)


@contextlib.contextmanager
def _world(gateway: str) -> Iterator[dict[str, str]]:
    """A world of our own that containers reach, and what `bin/world env` says of it."""
    _bin_world("up", "--listen", gateway)
    try:
        exports = shlex.split(_bin_world("env"))
        yield dict(word.split("=", 1) for word in exports if word != "export")
    finally:
        _bin_world("down")


def _incident() -> None:
    _bin_world("recreate-without-registries", "mlflow")


def _expect_repair(what: str, answer: dict) -> None:
    running, ours = _running_and_ours()
    if not running or not running <= ours:
        raise Failed(f"{what}: running are {running}, ours {ours}; it answered {answer}")
    _say(f"{what}: repaired: {json.dumps(answer)}")


def _expect_nothing(what: str, answer: dict) -> None:
    running, ours = _running_and_ours()
    if not running or running & ours:
        raise Failed(f"{what}: running are {running}, ours {ours}; it answered {answer}")
    _say(f"{what}: nothing registered: {json.dumps(answer)}")


def _running_and_ours() -> tuple[set[str], set[str]]:
    """Ids of MLflow's tasks that run, and of its instances that the functions have registered."""
    state = json.loads(_bin_world("state"))
    running = {task["id"] for task in state["services"][GUARDED]["tasks"] if task["lastStatus"] == "RUNNING"}
    return running, {instance["id"] for instance in state["instances"][NAME] if instance["owner"] == "ours"}


def _bin_world(*arguments: str) -> str:
    return _run([str(ROOT / "bin" / "world"), "--name", WORLD, *arguments], os.environ)


def _sam(*arguments: str, environment: Mapping[str, str]) -> str:
    return _run(["sam", *arguments], environment)


def _run(command: list[str], environment: Mapping[str, str]) -> str:
    """Standard output of a command that must succeed; its progress and the functions' logs go to ours."""
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True, timeout=_PATIENCE_SECONDS
    )
    if done.returncode != 0:
        raise Failed(f"{shlex.join(command)}: exit status {done.returncode}\n{done.stdout}")
    return done.stdout


def _with(world: Mapping[str, str]) -> dict[str, str]:
    """The environment of a shell that has evaluated `bin/world env`.

    Without a world that leaves no credentials, as SAM would then ask a service for their owner, and wait for it in vain.
    """
    own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return own | {"AWS_EC2_METADATA_DISABLED": "true"} | dict(world)


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise Failed(f"sam local start-lambda does not listen:\n{log.read_text(errors='replace')}")


def _container_engine() -> docker.DockerClient | None:
    """The engine that SAM would use, if one answers."""
    try:
        engine = docker.from_env()
        engine.ping()
        return engine
    except DockerException:
        return None


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
