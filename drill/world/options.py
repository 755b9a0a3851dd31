"""What a world can be told when it is made, and where on disk it keeps what belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def world_name(text: str) -> str:
    """The text itself, which is going to be the name of a folder. Raises ValueError if it could be any other path."""
    if not NAME.fullmatch(text):
        raise ValueError(f"not a world's name (letters, digits, - and _): {text!r}")
    return text


@dataclass(frozen=True)
class Options:
    """name: tells worlds on one machine apart
    negative_ttl: for how long a resolver remembers that a name is missing, in seconds
    pace: between two statuses of a task, in seconds
    operation_seconds: from the submission of a Cloud Map operation to its end
    custom_health_seconds: until a pushed health status takes effect
    alarm_minute: how long a minute of an alarm's period lasts, in seconds
    mlflow: `standin` or `real`
    consumer: how the API reads its endpoint, `envAtStart` or `runtimeRead`
    deliver: whether events go to the functions from the beginning
    listen: address of this machine that the world's port is on; containers reach it on the gateway of their network only
    """

    name: str = "default"
    negative_ttl: int = 15
    pace: float = 0.2
    operation_seconds: float = 0.5
    custom_health_seconds: float = 30.0
    alarm_minute: float = 60.0
    mlflow: str = "standin"
    consumer: str = "envAtStart"
    deliver: bool = False
    listen: str = "127.0.0.1"


@dataclass(frozen=True)
class Folder:
    """build/world/NAME: what is known about a running world, and its logs."""

    name: str

    def __post_init__(self) -> None:
        """Raises ValueError: the folder is going to be removed with all that is in it."""
        world_name(self.name)

    @property
    def path(self) -> Path:
        return REPOSITORY / "build" / "world" / self.name

    @property
    def daemon(self) -> Path:
        """JSON that the daemon writes once the world is settled, and takes away at its end."""
        return self.path / "daemon.json"

    @property
    def log(self) -> Path:
        return self.path / "daemon.log"

    @property
    def lock(self) -> Path:
        return self.path / "lock"

    @property
    def logs(self) -> Path:
        """One file for each container and each function."""
        return self.path / "logs"
