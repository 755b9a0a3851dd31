"""The event source mapping: what of the table's stream calls a function, how often, and what becomes of the rest."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from world.stream import Mapping, StreamPoller
from world.stream_filters import matches

ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/Ledger/stream/2026-03-02T11:00:00.000"
DRAIN_SECONDS = 30


class Stage:
    """A stream, and a function behind it that does what it is told: answers are used up in order, the last one stays."""

    def __init__(self) -> None:
        self.records: list[dict] = []
        self.answers: list[object] = [[]]
        self.calls: list[list[str]] = []
        self.mapping = Mapping("Notify:live", 3, [], 2, 3600, True, True, True)
        self.poller = StreamPoller(
            lambda begin: self.records[begin:], lambda: self.mapping, self.invoke, lambda: ARN, retry_seconds=0.01
        )

    def put(self, *numbers: int, item: str = "outbox/a", age: float = 0) -> None:
        self.records += [record(number, item, age) for number in numbers]

    def invoke(self, function: str, payload: bytes, kind: str) -> tuple[int, dict[str, str], bytes]:
        assert (function, kind) == ("Notify:live", "RequestResponse")
        numbers = [each["dynamodb"]["SequenceNumber"] for each in json.loads(payload)["Records"]]
        self.calls.append(numbers)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if callable(answer):
            answer = answer(numbers)
        if answer is None:
            return 200, {"X-Amz-Function-Error": "Unhandled"}, b'{"errorType": "x", "errorMessage": "y"}'
        return 200, {}, json.dumps({"batchItemFailures": [{"itemIdentifier": each} for each in answer]}).encode()

    def run(self) -> list[list[str]]:
        self.poller.delivering = True
        assert self.poller.drain(DRAIN_SECONDS)
        return self.calls


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    yield stage
    stage.poller.end()


def record(number: int, item: str = "outbox/a", age: float = 0) -> dict:
    return {
        "eventName": "MODIFY",
        "dynamodb": {
            "Keys": {"id": {"S": item}},
            "NewImage": {"id": {"S": item}, "due": {"S": "2026-03-02T12:00:00Z"}},
            "SequenceNumber": str(number),
            "ApproximateCreationDateTime": int(time.time() - age),
        },
    }


def fail_with(poison: str) -> Callable[[list[str]], list[str] | None]:
    return lambda numbers: None if poison in numbers else []


def test_records_come_in_batches_in_their_order(stage: Stage) -> None:
    stage.put(1, 2, 3, 4)

    assert stage.run() == [["1", "2", "3"], ["4"]]


def test_nothing_is_delivered_before_and_nothing_is_lost_while_it_is_off(stage: Stage) -> None:
    stage.put(1)
    assert stage.run() == [["1"]]
    stage.poller.delivering = False
    stage.put(2)
    assert not stage.poller.drain(0.6)
    assert stage.run() == [["1"], ["2"]]


def test_records_that_the_filter_holds_back_call_nobody(stage: Stage) -> None:
    outbox = '{"dynamodb": {"Keys": {"id": {"S": [{"prefix": "outbox/"}]}}}}'
    stage.mapping = replace(stage.mapping, filters=[outbox])
    stage.put(1, 2, item="service/mlflow")
    stage.put(3)
    stage.put(4, item="sweep")

    assert stage.run() == [["3"]]


def test_a_named_record_begins_the_next_try(stage: Stage) -> None:
    stage.put(1, 2, 3)
    stage.answers = [["2"], ["3", "2"], []]

    assert stage.run() == [["1", "2", "3"], ["2", "3"], ["2", "3"]]
    assert stage.poller.failures == []


@pytest.mark.parametrize("named", ["", "of another batch"])
def test_a_name_that_makes_no_sense_begins_the_whole_batch_again(stage: Stage, named: str) -> None:
    stage.put(1, 2)
    stage.answers = [[named], []]

    assert stage.run() == [["1", "2"], ["1", "2"]]


def test_a_batch_on_which_the_function_fails_is_split_until_the_one_stands_alone(stage: Stage) -> None:
    stage.put(1, 2, 3)
    stage.answers = [fail_with("2")]

    assert stage.run() == [["1", "2", "3"], ["1"], ["2", "3"], ["2"], ["2"], ["2"], ["3"]]
    (kept,) = stage.poller.failures
    assert kept["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert kept["requestContext"]["approximateInvokeCount"] == 3
    assert kept["DDBStreamBatchInfo"]["startSequenceNumber"] == kept["DDBStreamBatchInfo"]["endSequenceNumber"] == "2"


def test_what_fails_to_the_last_retry_is_given_up_and_the_next_goes_on(stage: Stage) -> None:
    stage.put(1, 2, 3, 4)
    stage.answers = [["2"], ["2"], ["2"], []]

    assert stage.run() == [["1", "2", "3"], ["2", "3"], ["2", "3"], ["4"]]
    (kept,) = stage.poller.failures
    info = kept["DDBStreamBatchInfo"]
    assert (info["startSequenceNumber"], info["endSequenceNumber"], info["batchSize"]) == ("2", "3", 2)
    assert info["streamArn"] == ARN


def test_what_is_too_old_is_given_up_untried(stage: Stage) -> None:
    stage.put(1, age=4000)
    stage.put(2)

    assert stage.run() == []
    assert stage.poller.failures[0]["requestContext"]["condition"] == "RecordAgeExceeded"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ('{"eventName": ["MODIFY", "INSERT"]}', True),
        ('{"eventName": ["REMOVE"]}', False),
        ('{"dynamodb": {"Keys": {"id": {"S": [{"prefix": "outbox/"}]}}}}', True),
        ('{"dynamodb": {"Keys": {"id": {"S": [{"prefix": "service/"}]}}}}', False),
        ('{"dynamodb": {"NewImage": {"due": {"S": [{"exists": true}]}}}}', True),
        ('{"dynamodb": {"NewImage": {"gone": {"S": [{"exists": true}]}}}}', False),
        ('{"dynamodb": {"OldImage": {"due": {"S": [{"exists": false}]}}}}', True),
        ('{"dynamodb": {"NewImage": {"due": {"S": [{"exists": true}]}}}, "eventName": ["REMOVE"]}', False),
    ],
)
def test_a_filter_says_which_records_call(pattern: str, fits: bool) -> None:
    assert matches([pattern], record(1)) == fits


def test_one_of_several_filters_is_enough_and_none_lets_everything_through() -> None:
    assert matches(['{"eventName": ["REMOVE"]}', '{"eventName": ["MODIFY"]}'], record(1))
    assert matches([], record(1))


def test_a_rule_that_nobody_knows_is_said() -> None:
    with pytest.raises(ValueError, match="does not know"):
        matches(['{"eventName": [{"anything-but": ["REMOVE"]}]}'], record(1))
