"""How a mend is put into moto, and the small things that the mends share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import ModuleType
from typing import TypeVar

ACCOUNT = "123456789012"
REGION = "us-east-1"

Method = TypeVar("Method", bound=Callable)


def mend(owner: type | ModuleType) -> Callable[[Method], Method]:
    """Puts the decorated function in the place of `owner`'s method or function of that name."""

    def put(method: Method) -> Method:
        setattr(owner, method.__name__, method)
        return method

    return put


def later(seconds: float, action: Callable[[], None]) -> None:
    """Runs `action` on a thread of its own after so many seconds; at once, on this thread, if none."""
    if seconds <= 0:
        action()
        return
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()
