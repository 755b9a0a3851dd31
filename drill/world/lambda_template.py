"""A template's functions, read by the AWS SAM CLI in a Python of its own."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

READER = Path(__file__).with_name("sam_functions.py")
CACHED_READINGS = 16
REGION = "us-east-1"


class Unreadable(RuntimeError):
    """The template could not be read; the message is the CLI's last line."""


@dataclass(frozen=True)
class Function:
    """timeout: seconds
    memory: megabytes
    environment: as Lambda sets it, with placeholders for credentials
    retries: of an asynchronous invocation that failed
    keeps_failures: whether there is an on-failure destination for those
    streams: properties of each stream that feeds it
    """

    name: str
    handler: str
    timeout: int
    memory: int
    environment: dict[str, str]
    retries: int
    keeps_failures: bool
    streams: list[dict]


def read(template: Path, parameters: dict[str, str], sam_python: Path, cache: Path) -> dict[str, Function]:
    """The functions by logical id. A reading takes a second or more, so the last ones are kept in the folder `cache`.

    Raises Unreadable.
    """
    overrides = [f"{name}={value}" for name, value in sorted(parameters.items())]
    key = hashlib.sha256(b"\0".join([READER.read_bytes(), template.read_bytes(), *map(str.encode, overrides)]))
    kept = cache / f"{key.hexdigest()}.json"
    try:
        text = kept.read_text()
    except FileNotFoundError:
        text = _ask([str(sam_python), "-I", str(READER), str(template), *overrides])
        _keep(kept, text)
    return {each["name"]: Function(**each) for each in json.loads(text)}


def _ask(command: list[str]) -> str:
    # No credentials: with some, the CLI would ask AWS whose they are.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    environment |= {"AWS_DEFAULT_REGION": REGION, "AWS_EC2_METADATA_DISABLED": "true", "SAM_CLI_TELEMETRY": "0"}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if said.returncode != 0:
        raise Unreadable((said.stderr.strip().splitlines() or ["no reason given"])[-1])
    return said.stdout


def _keep(kept: Path, text: str) -> None:
    """Written aside and moved, so that nobody reads half of it."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    aside = kept.with_suffix(f".{os.getpid()}")
    aside.write_text(text)
    aside.rename(kept)
    by_age = sorted(kept.parent.glob("*.json"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in by_age[CACHED_READINGS:]:
        old.unlink(missing_ok=True)
