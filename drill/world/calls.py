"""The log of every call to the emulated AWS."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import asdict, dataclass

CREDENTIAL = re.compile(r"Credential=([^/,]+)/[^/]*/[^/]*/([^/,]+)/")
FORM_ACTION = re.compile(rb"(?:^|&)Action=(\w+)")


@dataclass(frozen=True)
class Call:
    """One call.

    monotonic, wall: when it began, in seconds of the machine's monotonic clock and since 1970
    millis: until its answer was begun
    service: as the request was signed for
    key: the caller's access key id
    """

    index: int
    monotonic: float
    wall: float
    millis: float
    service: str
    action: str
    key: str
    status: int


class CallLog:
    """Counts from 0; a mark is the index that the next call will have."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._lock = threading.Lock()

    def add(self, begun: float, service: str, action: str, key: str, status: int) -> None:
        """begun: time.monotonic() at the call's begin"""
        ended = time.monotonic()
        with self._lock:
            wall = time.time() - (ended - begun)
            millis = round((ended - begun) * 1000, 3)
            self._calls.append(Call(len(self._calls), begun, wall, millis, service, action, key, status))

    def since(self, mark: int) -> dict:
        with self._lock:
            return {"mark": len(self._calls), "calls": [asdict(call) for call in self._calls[mark:]]}


def caller(environ: dict) -> tuple[str, str]:
    """Service (as it is signed for) and access key id of a request; `-` where it is not signed."""
    found = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    return (found[2], found[1]) if found else ("-", "-")


def action(environ: dict, body: bytes) -> str:
    """The action that a request asks for, in whichever of AWS's protocols."""
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        return target.split(".")[-1]
    if environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded") and (
        found := FORM_ACTION.search(body)
    ):
        return found[1].decode()
    path = environ.get("PATH_INFO", "")
    if "/operation/" in path:
        return path.split("/operation/")[-1]
    return f"{environ['REQUEST_METHOD']} {path}"
