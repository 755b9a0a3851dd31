"""Containers as plain processes: the image's name chooses the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from moto.ssm import ssm_backends

from world.aws.mend import ACCOUNT, REGION
from world.aws.ssm import clear_value
from world.crowd import Crowd, Member
from world.processes import Processes

CROWD = "crowd"
DRILL = Path(__file__).resolve().parents[1]


class Containers:
    """Runs containers.

    programs: module of the program by image name, without registry and tag
    environment: what each container gets beside its own variables
    logs: a folder that gets one file for each task
    crowd: runs those of the image `crowd`, without a process
    """

    def __init__(
        self,
        processes: Processes,
        programs: dict[str, list[str]],
        environment: dict[str, str],
        logs: Path,
        crowd: Crowd,
    ):
        self._crowd = crowd
        self._processes = processes
        self._programs = programs
        self._environment = environment
        self._logs = logs

    def start(self, task_id: str, definition: dict, address: str) -> subprocess.Popen | Member:
        """Starts the container that the definition describes, on the first port that it maps.

        Raises ValueError for an image or a secret that is not there, InvalidKeyId for a secret whose key is disabled.
        """
        image = definition["image"].split("/")[-1].split(":")[0].split("@")[0]
        port = definition["portMappings"][0]["containerPort"]
        if image == CROWD:
            return self._crowd.start(address, port)
        if image not in self._programs:
            raise ValueError(f"unable to pull image {definition['image']}")
        environment = {each["name"]: each["value"] for each in definition.get("environment") or []}
        # Read once, before the container starts: a later change of the parameter does not reach it.
        environment |= {each["name"]: _secret(each["valueFrom"]) for each in definition.get("secrets") or []}
        return self._processes.start(
            [*self._programs[image], "--listen", f"{address}:{port}", *(definition.get("command") or [])],
            base_environment() | self._environment | environment,
            self._logs / f"{task_id}-{definition['name']}.log",
        )

    def stop(self, process: subprocess.Popen | Member) -> int:
        if isinstance(process, Member):
            return process.stop()
        return self._processes.stop(process)


def base_environment() -> dict[str, str]:
    """What a program of this package needs to run, and nothing else of this process's own environment."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(DRILL), "PYTHONUNBUFFERED": "1"}


def module(name: str) -> list[str]:
    """The command that runs a module with this Python."""
    return [sys.executable, "-m", name]


def _secret(value_from: str) -> str:
    """The value of a parameter, by name or ARN."""
    name = value_from.split(":parameter", 1)[-1] if value_from.startswith("arn:") else value_from
    parameter = ssm_backends[ACCOUNT][REGION].get_parameter(name)
    if parameter is None:
        raise ValueError(f"unable to retrieve secret from ssm: invalid parameters: {name}")
    return clear_value(parameter)
