"""DynamoDB: one request after another, no empty sets, and faults when they are wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from moto.core.common_types import TYPE_RESPONSE
from moto.dynamodb.exceptions import DynamodbException, MockValidationException
from moto.dynamodb.responses import DynamoHandler
from moto.utilities.aws_headers import gen_amz_crc32

from world.aws.mend import mend
from world.calls import caller

LOCK = threading.RLock()


@dataclass
class Faults:
    """What a scenario may change about DynamoDB.

    failing: every request is `throttled`, or ends as an internal error `before` it is done or `after` it was; None: none
    """

    WAYS: ClassVar = ("throttled", "before", "after")

    failing: str | None = None


class Throttled(DynamodbException):
    """HTTP 400, as a table on demand says it. Source: guide, "Error handling with DynamoDB"."""

    def __init__(self) -> None:
        message = "Rate of requests exceeds the allowed throughput."
        super().__init__("com.amazon.coral.availability#ThrottlingException", message)


class InternalServerError(DynamodbException):
    """HTTP 500: the request may have taken effect, or not. Source: the same."""

    code = 500

    def __init__(self) -> None:
        super().__init__("com.amazonaws.dynamodb.v20120810#InternalServerError", "Internal server error")


def install(faults: Faults, done: Callable[[str], None]) -> None:
    """Puts the mends into moto.

    faults: may be changed afterwards, while the emulator runs
    done: takes the caller's access key id after each request, and before the next one
    """
    stock_call_action = DynamoHandler.call_action

    @mend(DynamoHandler)
    def call_action(self: DynamoHandler) -> TYPE_RESPONSE:
        """Stock moto: writes on an item beside each other, so that two pass one condition; AWS: one after the other.

        Source: guide, "Working with items and attributes in DynamoDB", on conditional writes.
        """
        with LOCK:
            if faults.failing == "throttled":
                return _answer(Throttled())
            if faults.failing == "before":
                return _answer(InternalServerError())
            answer = stock_call_action(self)
            done(caller(self.headers.get("Authorization", ""))[1])
            return answer if faults.failing is None else _answer(InternalServerError())

    stock_values = DynamoHandler._get_expr_attr_values

    @mend(DynamoHandler)
    def _get_expr_attr_values(self: DynamoHandler) -> dict[str, dict]:
        """Stock moto: takes an empty set; AWS: ValidationException.

        Source: guide, "Supported data types and naming rules in Amazon DynamoDB".
        """
        values = stock_values(self)
        if any(_has_an_empty_set(value) for value in values.values()):
            raise MockValidationException("One or more parameter values were invalid: a set may not be empty")
        return values


def _answer(error: DynamodbException) -> TYPE_RESPONSE:
    headers = {"Content-Type": "application/x-amz-json-1.0", "status": str(error.code)}
    # The SDKs compare it with the body.
    gen_amz_crc32(error.description, headers)
    return error.code, headers, error.description


def _has_an_empty_set(value: dict) -> bool:
    [(kind, content)] = value.items()
    match kind:
        case "M":
            return any(_has_an_empty_set(each) for each in content.values())
        case "L":
            return any(_has_an_empty_set(each) for each in content)
    return kind in ("SS", "NS", "BS") and not content
