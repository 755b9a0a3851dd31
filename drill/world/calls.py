"""The log of every call to the emulated AWS."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, fields

CREDENTIAL = re.compile(r"Credential=([^/,]+)/[^/]*/[^/]*/([^/,]+)/")
READS = re.compile("Get|List|Describe|Discover|Query|Scan|BatchGet")
FORM_ACTION = re.compile(rb"(?:^|&)Action=(\w+)")


@dataclass(frozen=True)
class Call:
    """One call.

    monotonic, wall: when it began, in seconds of the machine's monotonic clock and since 1970
    millis: until its answer was begun
    service: as the request was signed for
    key: the caller's access key id
    witnessed: of a call that changes something, what it asked for and what was so when it came
    """

    index: int
    monotonic: float
    wall: float
    millis: float
    service: str
    action: str
    key: str
    status: int
    witnessed: dict | None = None


class CallLog:
    """Counts from 0; a mark is the index that the next call will have."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self._lock = threading.Lock()

    def add(
        self, begun: float, service: str, action: str, key: str, status: int, witnessed: dict | None = None
    ) -> None:
        """begun: time.monotonic() at the call's begin"""
        ended = time.monotonic()
        with self._lock:
            wall = time.time() - (ended - begun)
            millis = round((ended - begun) * 1000, 3)
            call = Call(len(self._calls), begun, wall, millis, service, action, key, status, witnessed)
            self._calls.append(call)

    def since(self, mark: int) -> dict:
        """All calls, without what was witnessed."""
        told, calls = self._since(mark)
        return {"mark": told, "calls": [_told(call) for call in calls]}

    def writes_since(self, mark: int) -> dict:
        """The calls that do not only read, each with what was witnessed."""
        told, calls = self._since(mark)
        writes = [_told(call) | {"witnessed": call.witnessed} for call in calls if not READS.match(call.action)]
        return {"mark": told, "calls": writes}

    def _since(self, mark: int) -> tuple[int, list[Call]]:
        with self._lock:
            return len(self._calls), self._calls[mark:]


def _told(call: Call) -> dict:
    return {each.name: getattr(call, each.name) for each in fields(call) if each.name != "witnessed"}


def caller(authorization: str) -> tuple[str, str]:
    """Service (as it is signed for) and access key id of a request, by its header; `-` where it is not signed."""
    found = CREDENTIAL.search(authorization)
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
