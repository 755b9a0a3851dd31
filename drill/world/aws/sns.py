"""SNS: publishing fails when that is wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable

from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSException
from moto.sns.responses import SNSResponse

from world.aws.mend import mend

SILENCE_SECONDS = 20


class Throttled(SNSException):
    """HTTP 429. Source: API, Publish."""

    code = "Throttled"
    status = 429
    message = "Rate exceeded"


class Broken(SNSException):
    """HTTP 500: the message may have been published, or not. Source: the same."""

    code = "InternalError"
    status = 500
    message = "Internal service error"


class Refused(SNSException):
    """HTTP 400. Source: the same."""

    code = "InvalidParameter"
    status = 400
    message = "Invalid parameter: Message too long"


class Closed(SNSException):
    """HTTP 404. Source: the same."""

    code = "NotFound"
    status = 404
    message = "Topic does not exist"


FAULTS = {"throttled": Throttled, "busy": Throttled, "broken": Broken, "refused": Refused, "closed": Closed}


def install(next_way: Callable[[], str | None]) -> None:
    """next_way: how the next message fares, None: it is published"""
    stock_publish = SNSResponse.publish

    @mend(SNSResponse)
    def publish(self: SNSResponse) -> ActionResult:
        way = next_way()
        if way in FAULTS:
            raise FAULTS[way]()
        if way == "silent":
            threading.Event().wait(SILENCE_SECONDS)
            raise Broken()
        published = stock_publish(self)
        if way == "lost":
            raise Broken()
        return published
