"""The emulated DynamoDB: the ledger's table, its conditional writes, and its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError
from conftest import Clients

TABLE = "Ledger"
WRITERS = 8
# Every second round has two winners where nothing is done about it.
ROUNDS = 30
# DynamoDB takes 300 operators in 4 KB. So many make moto think for long between its look and its write.
NOBODY_HOLDS_IT = " AND ".join(["attribute_not_exists(holder)"] * 100)


@pytest.fixture
def heal(command: Callable[..., dict]) -> Iterator[None]:
    yield
    command("POST", "throttle", "off")
    command("POST", "fail-ledger", "off")


def make(dynamodb: object, table: str) -> None:
    dynamodb.create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def take(dynamodb: object, table: str, item: str, who: str, **more: str) -> bool:
    """Whether `who` got the item, which nobody may hold."""
    try:
        dynamodb.update_item(
            TableName=table,
            Key={"id": {"S": item}},
            UpdateExpression="SET holder = :who",
            ConditionExpression=NOBODY_HOLDS_IT,
            ExpressionAttributeValues={":who": {"S": who}},
            **more,
        )
        return True
    except dynamodb.exceptions.ConditionalCheckFailedException:
        return False


def error(call: Callable[[], object]) -> tuple[int, str]:
    """HTTP status and code of the error that the call ends in."""
    with pytest.raises(ClientError) as raised:
        call()
    told = raised.value.response
    return told["ResponseMetadata"]["HTTPStatusCode"], told["Error"]["Code"]


def test_of_many_writers_with_one_condition_one_wins(aws: Clients) -> None:
    dynamodb = aws("dynamodb")
    make(dynamodb, "race")

    with ThreadPoolExecutor(WRITERS) as writers:
        for number in range(ROUNDS):
            won = list(writers.map(lambda who, item=f"round/{number}": take(dynamodb, "race", item, who), "abcdefgh"))
            assert won.count(True) == 1


def test_a_set_is_never_empty(aws: Clients) -> None:
    dynamodb = aws("dynamodb")
    make(dynamodb, "sets")

    def update() -> None:
        dynamodb.update_item(
            TableName="sets",
            Key={"id": {"S": "a"}},
            UpdateExpression="SET seen = :seen",
            ExpressionAttributeValues={":seen": {"M": {"tasks": {"L": [{"SS": []}]}}}},
        )

    assert error(update) == (400, "ValidationException")


def test_the_table_is_as_the_template_describes_it(world: Clients) -> None:
    table = world("dynamodb").describe_table(TableName=TABLE)["Table"]
    backups = world("dynamodb").describe_continuous_backups(TableName=TABLE)["ContinuousBackupsDescription"]
    expiry = world("dynamodb").describe_time_to_live(TableName=TABLE)["TimeToLiveDescription"]

    assert table["KeySchema"] == [{"AttributeName": "id", "KeyType": "HASH"}]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    assert expiry == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}


def test_who_is_refused_is_shown_what_stands(world: Clients, command: Callable[..., dict]) -> None:
    dynamodb = world("dynamodb")
    assert take(dynamodb, TABLE, "service/refused", "first")

    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as refused:
        dynamodb.update_item(
            TableName=TABLE,
            Key={"id": {"S": "service/refused"}},
            UpdateExpression="SET holder = :who",
            ConditionExpression="attribute_not_exists(holder)",
            ExpressionAttributeValues={":who": {"S": "second"}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )

    assert refused.value.response["Item"] == {"id": {"S": "service/refused"}, "holder": {"S": "first"}}


def update(table: str, item: str, value: str, condition: str | None = None) -> dict:
    """One of a transaction's updates."""
    asked = {
        "TableName": table,
        "Key": {"id": {"S": item}},
        "UpdateExpression": "SET kept = :value",
        "ExpressionAttributeValues": {":value": {"S": value}},
    }
    return {"Update": asked if condition is None else asked | {"ConditionExpression": condition}}


def test_a_transaction_is_made_as_a_whole(world: Clients, command: Callable[..., dict]) -> None:
    world("dynamodb").transact_write_items(
        TransactItems=[
            update(TABLE, "service/whole", "a", "attribute_not_exists(kept)"),
            update(TABLE, "outbox/whole", "b"),
        ]
    )

    ledger = command("GET", "state")["ledger"]
    assert (ledger["service/whole"], ledger["outbox/whole"]) == ({"kept": "a"}, {"kept": "b"})


@pytest.mark.parametrize("stands", [True, False])
def test_a_transaction_is_refused_as_a_whole(world: Clients, command: Callable[..., dict], stands: bool) -> None:
    """Source: API reference, TransactWriteItems: a reason for each item, in their order."""
    dynamodb, service, other = world("dynamodb"), f"service/{stands}", f"outbox/{stands}"
    if stands:
        take(dynamodb, TABLE, service, "first")

    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_write_items(
            TransactItems=[update(TABLE, other, "b"), update(TABLE, service, "a", "holder = :value")]
        )

    assert [reason["Code"] for reason in refused.value.response["CancellationReasons"]] == [
        "None",
        "ConditionalCheckFailed",
    ]
    ledger = command("GET", "state")["ledger"]
    assert ledger.get(service) == ({"holder": "first"} if stands else None)
    assert other not in ledger


def test_the_state_shows_what_the_ledger_holds(world: Clients, command: Callable[..., dict]) -> None:
    item = {
        "id": {"S": "service/shown"},
        "fence": {"N": "7"},
        "holds": {"M": {"PAUSE": {"M": {"until": {"NULL": True}, "why": {"S": "maintenance"}}}}},
        "tasks": {"SS": ["b", "a"]},
        "rang": {"BOOL": True},
        "seen": {"L": [{"N": "0.5"}]},
    }
    world("dynamodb").put_item(TableName=TABLE, Item=item)

    assert command("GET", "state")["ledger"]["service/shown"] == {
        "fence": 7,
        "holds": {"PAUSE": {"until": None, "why": "maintenance"}},
        "tasks": ["a", "b"],
        "rang": True,
        "seen": [0.5],
    }


def test_calls_to_the_ledger_are_counted(world: Clients, command: Callable[..., dict]) -> None:
    mark = command("GET", "calls/0")["mark"]
    world("dynamodb").get_item(TableName=TABLE, Key={"id": {"S": "service/counted"}})
    take(world("dynamodb"), TABLE, "service/counted", "first")
    take(world("dynamodb"), TABLE, "service/counted", "second")

    calls = command("GET", f"calls/{mark}")["calls"]

    assert [(call["service"], call["action"], call["status"]) for call in calls] == [
        ("dynamodb", "GetItem", 200),
        ("dynamodb", "UpdateItem", 200),
        ("dynamodb", "UpdateItem", 400),
    ]


@pytest.mark.usefixtures("heal")
def test_so_many_requests_are_throttled(world: Clients, command: Callable[..., dict]) -> None:
    dynamodb = world("dynamodb")
    command("POST", "throttle", "UpdateItem", "2")

    for _ in range(2):
        assert error(lambda: take(dynamodb, TABLE, "service/throttled", "me")) == (400, "ThrottlingException")
    assert take(dynamodb, TABLE, "service/throttled", "me")


@pytest.mark.usefixtures("heal")
def test_all_requests_are_throttled_until_it_ends(world: Clients, command: Callable[..., dict]) -> None:
    command("POST", "fail-ledger", "throttled")
    for _ in range(3):
        assert error(lambda: world("dynamodb").list_tables()) == (400, "ThrottlingException")

    command("POST", "fail-ledger", "off")

    assert TABLE in world("dynamodb").list_tables()["TableNames"]


@pytest.mark.usefixtures("heal")
@pytest.mark.parametrize(("moment", "taken"), [("before", False), ("after", True)])
def test_a_failed_request_took_effect_or_not(
    world: Clients, command: Callable[..., dict], moment: str, taken: bool
) -> None:
    dynamodb, item = world("dynamodb"), f"service/failed-{moment}"
    command("POST", "fail-ledger", moment)
    assert error(lambda: take(dynamodb, TABLE, item, "me")) == (500, "InternalServerError")

    command("POST", "fail-ledger", "off")

    assert (item in command("GET", "state")["ledger"]) == taken
