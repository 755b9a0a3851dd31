"""Lambda's event source mapping: polls the table's stream, and calls the function that it feeds, batch by batch.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
"""

from __future__ import annotations

import json
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from world.stream_filters import matches

LOG = logging.getLogger(__name__)
# Lambda polls each shard four times a second.
POLL_SECONDS = 0.25
# Before the first retry; twice as long before each later one, up to the most. Lambda's own are not documented.
RETRY_SECONDS = 0.2
LONGEST_RETRY_SECONDS = 2.0

# Status, headers and body, as Invoke answers.
Response = tuple[int, dict[str, str], bytes]


@dataclass(frozen=True)
class Mapping:
    """function: its name, with the alias that it is called by
    batch: records in one at the most
    filters: patterns, each JSON
    retries: of a batch, after its first try; a split does not count
    longest_age: of a record, in seconds; -1: any
    bisects: whether a batch on which the function failed is split in two
    reports: whether the function may name the record to begin again with
    keeps_failures: whether there is an on-failure destination
    """

    function: str
    batch: int
    filters: list[str]
    retries: int
    longest_age: int
    bisects: bool
    reports: bool
    keeps_failures: bool


class StreamPoller:
    """One shard's reader. It goes on where it stopped, whether it delivers or not meanwhile.

    records: takes a number, gives the stream's records from that one on, oldest first
    mapping: how the function is fed; asked for once there is something to deliver
    invoke: takes function, payload and invocation type
    failures: what the on-failure destination got, oldest first
    """

    def __init__(
        self,
        records: Callable[[int], list[dict]],
        mapping: Callable[[], Mapping | None],
        invoke: Callable[[str, bytes, str], Response],
        stream_arn: Callable[[], str],
        retry_seconds: float = RETRY_SECONDS,
    ):
        self.delivering = False
        self.failures: list[dict] = []
        self._records = records
        self._mapping = mapping
        self._invoke = invoke
        self._stream_arn = stream_arn
        self._retry_seconds = retry_seconds
        self._position = 0
        self._ended = threading.Event()
        self._turn = threading.Condition()
        self._busy = False
        self._thread = threading.Thread(target=self._poll, name="stream", daemon=True)
        self._thread.start()

    def drain(self, seconds: float) -> bool:
        """Waits until every record so far has been handled or given up; whether that was so in time."""
        with self._turn:
            return self._turn.wait_for(lambda: not self._busy and not self._records(self._position), seconds)

    def end(self) -> None:
        """Delivers nothing more, but for the invocation on its way."""
        self._ended.set()

    def _poll(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            try:
                while self.delivering and not self._ended.is_set() and (waiting := self._records(self._position)):
                    self._next(waiting)
            except Exception:
                LOG.exception("the stream could not be delivered")

    def _next(self, waiting: list[dict]) -> None:
        mapping = self._mapping()
        if mapping is None:
            return self._moved_by(len(waiting))
        batch, seen = [], 0
        for record in waiting:
            if len(batch) == mapping.batch:
                break
            seen += 1
            if matches(mapping.filters, record):
                batch.append(record)
        with self._turn:
            self._busy = True
        try:
            self._deliver(mapping, batch)
        finally:
            self._moved_by(seen)

    def _moved_by(self, records: int) -> None:
        with self._turn:
            self._position, self._busy = self._position + records, False
            self._turn.notify_all()

    def _deliver(self, mapping: Mapping, batch: list[dict]) -> None:
        """Calls the function until it is done with the batch, or it is given up."""
        tries = 0
        while batch:
            if tries > mapping.retries:
                return self._give_up(mapping, batch, "RetryAttemptsExhausted", tries)
            if 0 <= mapping.longest_age < _age(batch[0]):
                return self._give_up(mapping, batch, "RecordAgeExceeded", tries)
            if tries and self._ended.wait(min(self._retry_seconds * 2 ** (tries - 1), LONGEST_RETRY_SECONDS)):
                return
            answer = self._invoke(mapping.function, json.dumps({"Records": batch}).encode(), "RequestResponse")
            tries += 1
            if _failed(answer) and mapping.bisects and len(batch) > 1:
                middle = len(batch) // 2
                self._deliver(mapping, batch[:middle])
                return self._deliver(mapping, batch[middle:])
            batch = _left(mapping, batch, answer)

    def _give_up(self, mapping: Mapping, batch: list[dict], condition: str, tries: int) -> None:
        if mapping.keeps_failures:
            self.failures.append(_record(mapping, batch, condition, tries, self._stream_arn()))


def _failed(answer: Response) -> bool:
    status, headers, _ = answer
    return status != 200 or any(name.lower() == "x-amz-function-error" for name in headers)


def _left(mapping: Mapping, batch: list[dict], answer: Response) -> list[dict]:
    """What has to be delivered again: from the record on that the function named; all of it where it made no sense.

    https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
    """
    if _failed(answer):
        return batch
    if not mapping.reports:
        return []
    said = json.loads(answer[2] or b"null") or {}
    named = said.get("batchItemFailures") or []
    numbers = [_sequence_number(record) for record in batch]
    places = [
        numbers.index(each.get("itemIdentifier")) if each.get("itemIdentifier") in numbers else 0 for each in named
    ]
    return batch[min(places) :] if places else []


def _sequence_number(record: dict) -> str:
    return record["dynamodb"]["SequenceNumber"]


def _time(record: dict) -> datetime:
    return datetime.fromtimestamp(record["dynamodb"]["ApproximateCreationDateTime"], timezone.utc)


def _age(record: dict) -> float:
    return (datetime.now(timezone.utc) - _time(record)).total_seconds()


def _record(mapping: Mapping, batch: list[dict], condition: str, tries: int, stream_arn: str) -> dict:
    """https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html"""
    name, _, version = mapping.function.partition(":")
    account, region = stream_arn.split(":")[4], stream_arn.split(":")[3]
    return {
        "requestContext": {
            "requestId": str(uuid.uuid4()),
            "functionArn": f"arn:aws:lambda:{region}:{account}:function:{name}:{version}",
            "condition": condition,
            "approximateInvokeCount": tries,
        },
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": None},
        "version": "1.0",
        "timestamp": _iso(datetime.now(timezone.utc)),
        "DDBStreamBatchInfo": {
            "shardId": "shardId-00000001541626099285-f35f62ef",
            "startSequenceNumber": _sequence_number(batch[0]),
            "endSequenceNumber": _sequence_number(batch[-1]),
            "approximateArrivalOfFirstRecord": _iso(_time(batch[0])),
            "approximateArrivalOfLastRecord": _iso(_time(batch[-1])),
            "batchSize": len(batch),
            "streamArn": stream_arn,
        },
    }


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
