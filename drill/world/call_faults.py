"""What AWS may refuse, and how it then answers: throttled calls, lost answers, none at all, failing and small pages."""

from __future__ import annotations

import json
import threading

from world.calls import FORM_ACTION

JSON = {"Content-Type": "application/x-amz-json-1.1"}
XML = {"Content-Type": "text/xml"}
# The parameter that limits a page, by action.
PAGED = {
    "ListTasks": "maxResults",
    "ListInstances": "MaxResults",
    "ListServices": "MaxResults",
    "ListNamespaces": "MaxResults",
    "GetParametersByPath": "MaxResults",
}
# How each service says that there are too many calls: status and error; all others as DEFAULT.
# Source: API, common errors of each service; Cloud Map API, DiscoverInstances; Lambda API, Invoke.
THROTTLED = {
    "DiscoverInstances": (429, "RequestLimitExceeded"),
    "DiscoverInstancesRevision": (429, "RequestLimitExceeded"),
    "Invoke": (429, "TooManyRequestsException"),
}
DEFAULT = (400, "ThrottlingException")
# How a service says that it failed itself, where that is not AWS's common InternalFailure (the same sources).
BROKEN = {"ListTasks": "ServerException"}
# For so long a call that hangs keeps its connection: longer than any client of the functions waits in one try, 6 s at most
# (TimeBudget.ONE_CALL). Whoever is more patient, as a test's own client may be, is refused then.
HANGS_SECONDS = 7.0

Answer = tuple[int, dict[str, str], bytes]


class CallFaults:
    """What calls of an action meet. Those of the world's own verbs never come here."""

    def __init__(self) -> None:
        self.page_size: int | None = None
        self._lock = threading.Lock()
        # How many calls are still refused; None: all.
        self._throttled: dict[str, int | None] = {}
        self._broken_pages: set[str] = set()
        self._lost: set[str] = set()
        # Whose calls get no answer, by action: those about these Cloud Map services; None: all.
        self._hanging: dict[str, set[str] | None] = {}
        self._answering = threading.Event()

    def throttle(self, action: str, calls: int | None) -> None:
        """From now on so many calls of the action are refused, or all (None)."""
        with self._lock:
            self._throttled[action] = calls

    def end_throttling(self, action: str | None) -> None:
        """None: of all actions."""
        with self._lock:
            for ended in [action] if action else list(self._throttled):
                self._throttled.pop(ended, None)

    def lose_answers(self, action: str) -> None:
        """From now on calls of the action take effect, and their callers hear of an internal error."""
        with self._lock:
            self._lost.add(action)

    def find_answers(self) -> None:
        with self._lock:
            self._lost.clear()

    def hang(self, action: str, service_id: str | None) -> None:
        """From now on calls of the action about this Cloud Map service, or about any (None), get no answer."""
        with self._lock:
            about = self._hanging.get(action, set())
            self._hanging[action] = None if service_id is None or about is None else about | {service_id}

    def end_hanging(self) -> None:
        """Those that hang now get none either."""
        with self._lock:
            self._hanging.clear()
            self._answering.set()
            self._answering = threading.Event()

    def break_pages(self, action: str) -> None:
        """From now on each page but the first fails."""
        with self._lock:
            self._broken_pages.add(action)

    def mend_pages(self) -> None:
        with self._lock:
            self._broken_pages.clear()

    def answer(self, action: str, body: bytes) -> Answer | None:
        """What the call gets in place of its answer, or None."""
        action = action.split()[0]
        if answering := self._hangs_until(action, body):
            answering.wait(HANGS_SECONDS)
            return _error(503, "ServiceUnavailable", "Nobody is waiting for this any more.", body)
        if self._is_throttled(action):
            return _error(*THROTTLED.get(action, DEFAULT), "Rate exceeded", body)
        if action in self._broken_pages and _later_page(body):
            return _broken(action, body)
        return None

    def lost(self, action: str, body: bytes) -> Answer | None:
        """What the call gets in place of its answer though it took effect, or None."""
        return _broken(action, body) if action in self._lost else None

    def paged(self, action: str, body: bytes) -> bytes:
        """The request's body, asking for no more in a page than the world gives now."""
        if self.page_size is None or action not in PAGED:
            return body
        asked = _parsed(body)
        limit = PAGED[action]
        return json.dumps(asked | {limit: min(asked.get(limit) or self.page_size, self.page_size)}).encode()

    def _hangs_until(self, action: str, body: bytes) -> threading.Event | None:
        with self._lock:
            if action not in self._hanging:
                return None
            about = self._hanging[action]
            return self._answering if about is None or _parsed(body).get("ServiceId") in about else None

    def _is_throttled(self, action: str) -> bool:
        with self._lock:
            if action not in self._throttled:
                return False
            left = self._throttled[action]
            if left is not None:
                self._throttled[action] = left - 1
                if left <= 1:
                    del self._throttled[action]
            return True


def _later_page(body: bytes) -> bool:
    asked = _parsed(body)
    return bool(asked.get("nextToken") or asked.get("NextToken"))


def _broken(action: str, body: bytes) -> Answer:
    return _error(500, BROKEN.get(action, "InternalFailure"), "The request failed. Please try again later.", body)


def _error(status: int, code: str, message: str, body: bytes) -> Answer:
    """In the protocol of the request's body."""
    if FORM_ACTION.search(body):
        error = f"<ErrorResponse><Error><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
        return status, XML, error.encode()
    return status, JSON | {"x-amzn-ErrorType": code}, json.dumps({"__type": code, "message": message}).encode()


def _parsed(body: bytes) -> dict:
    try:
        asked = json.loads(body or b"{}")
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}
