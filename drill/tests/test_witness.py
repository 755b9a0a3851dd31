"""What the world writes down of calls that change something: what was so when they came."""

from __future__ import annotations

from collections.abc import Callable

import boto3
import pytest
from botocore.exceptions import ClientError
from conftest import Clients

MLFLOW = "hokusai-mlflow-development"
LEDGER = {"TableName": "Ledger", "Key": {"id": {"S": "service/mlflow"}}}


@pytest.fixture(autouse=True)
def unwritten(world: Clients) -> None:
    world("dynamodb").delete_item(**LEDGER)


@pytest.fixture
def owner(command: Callable[..., dict]) -> Clients:
    """The same as `world`, with another key."""
    url = command("GET", "env")["AWS_ENDPOINT_URL"]
    session = boto3.Session(aws_access_key_id="OWNER", aws_secret_access_key="local", region_name="us-east-1")
    return lambda service: session.client(service, endpoint_url=url)


@pytest.fixture
def witnessed(command: Callable[..., dict]) -> Callable[[], list[dict]]:
    mark = command("GET", "calls/0")["mark"]
    return lambda: [call["witnessed"] for call in command("GET", f"writes/{mark}")["calls"]]


def running(command: Callable[..., dict]) -> dict:
    tasks = command("GET", "state")["services"][MLFLOW]["tasks"]
    return next(task for task in tasks if task["lastStatus"] == "RUNNING")


def service_id(world: Clients) -> str:
    services = world("servicediscovery").list_services()["Services"]
    return next(found["Id"] for found in services if found["Name"] == "mlflow")


def change(world: Clients, update: str, **values: str) -> None:
    world("dynamodb").update_item(
        **LEDGER,
        UpdateExpression=update,
        **(
            {"ExpressionAttributeValues": {f":{name}": {"S": value} for name, value in values.items()}}
            if values
            else {}
        ),
    )


def test_whose_instance_and_which_task_a_call_names(
    world: Clients, command: Callable[..., dict], witnessed: Callable[[], list[dict]]
) -> None:
    task = running(command)
    asked = {"ServiceId": service_id(world), "InstanceId": task["id"], "Status": "HEALTHY"}
    world("servicediscovery").update_instance_custom_health_status(**asked)

    [call] = witnessed()

    assert call["asked"] == asked
    assert (call["service"], call["instance"]["owner"]) == ("mlflow", "native")
    assert call["instance"]["attributes"]["AWS_INSTANCE_IPV4"] == task["ip"]
    assert call["tasks"] == [
        {
            "id": task["id"],
            "service": "mlflow",
            "ip": task["ip"],
            "lastStatus": "RUNNING",
            "desiredStatus": "RUNNING",
            "ran": True,
            "stoppedFor": None,
        }
    ]


def test_a_call_that_changes_nothing_is_written_down_too(world: Clients, witnessed: Callable[[], list[dict]]) -> None:
    with pytest.raises(ClientError):
        world("servicediscovery").deregister_instance(ServiceId=service_id(world), InstanceId="nobody")

    [call] = witnessed()

    assert (call["instance"], call["tasks"]) == (None, [])


def test_which_tasks_an_endpoint_leads_to(
    world: Clients, command: Callable[..., dict], witnessed: Callable[[], list[dict]]
) -> None:
    task = running(command)
    world("ssm").put_parameter(Name="/witnessed", Type="String", Value=f"http://{task['ip']}:5000")

    [call] = witnessed()

    assert [found["id"] for found in call["tasks"]] == [task["id"]]


def test_a_secret_is_not_written_down(world: Clients, witnessed: Callable[[], list[dict]]) -> None:
    ssm = world("ssm")
    ssm.put_parameter(Name="/secret", Type="SecureString", Value="hidden")
    ssm.put_parameter(Name="/secret", Value="hidden", Overwrite=True)

    assert [call["asked"]["Value"] for call in witnessed()] == [None, None]


def test_who_only_reads_is_left_out(world: Clients, witnessed: Callable[[], list[dict]]) -> None:
    world("ecs").list_clusters()
    world("ssm").describe_parameters()

    assert witnessed() == []


def test_whose_turn_it_is(world: Clients, owner: Clients, witnessed: Callable[[], list[dict]]) -> None:
    def lease() -> dict:
        world("ssm").put_parameter(Name="/witnessed", Type="String", Value="any", Overwrite=True)
        return witnessed()[-1]["lease"]

    change(world, "SET holder = :a, dossier = :d", a="a", d="{}")
    assert lease() == {"key": "TEST", "asked": [], "paused": False, "dossier": "{}"}
    change(owner, "SET holder = :b", b="b")
    assert lease()["key"] == "OWNER"
    # What it sent before may still come.
    change(world, "REMOVE holder")
    assert lease()["key"] == "OWNER"


def test_what_people_asked_for_in_a_turn(world: Clients, witnessed: Callable[[], list[dict]]) -> None:
    def lease() -> tuple[list[str], bool]:
        world("ssm").put_parameter(Name="/witnessed", Type="String", Value="any", Overwrite=True)
        shown = witnessed()[-1]["lease"]
        return shown["asked"], shown["paused"]

    change(world, "SET holder = :a", a="a")
    hold(world, "pause")
    # Its holder has not read it yet.
    assert lease() == (["pause"], False)
    change(world, "SET rang = :now", now="now")
    change(world, "REMOVE rang")
    assert lease() == (["pause"], True)
    hold(world, "restore")
    change(world, "REMOVE hold_restore")
    # Its holder may have read it.
    assert lease() == (["pause", "restore"], True)
    change(world, "REMOVE hold_pause")
    hold(world, "pause")
    assert lease() == (["pause", "restore"], False)
    change(world, "SET holder = :b", b="b")
    assert lease() == (["pause"], True)
    hold(world, "pause", until="2000-01-01T00:00:00Z")
    assert lease() == (["pause"], False)


def hold(world: Clients, kind: str, **values: str) -> None:
    said = {"M": {"why": {"S": "any"}} | {name: {"S": value} for name, value in values.items()}}
    world("dynamodb").update_item(
        **LEDGER, UpdateExpression=f"SET hold_{kind} = :hold", ExpressionAttributeValues={":hold": said}
    )
