"""What people do to Cloud Map under ECS: services that are deleted, made again, and with other records."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Clients

from world.client import NoWorld

MLFLOW = "hokusai-mlflow-development"
NAME = "mlflow.hokusai-development.local"


@pytest.fixture(autouse=True)
def as_before(command: Callable[..., dict]) -> Iterator[None]:
    yield
    command("POST", "recreate-cloud-map-service", "mlflow", "A")
    command("POST", "recreate-with-registries", "mlflow")


def registries(command: Callable[..., dict]) -> list[str]:
    return command("GET", "state")["services"][MLFLOW]["registries"]


def test_ecs_goes_on_naming_a_service_that_was_made_again(command: Callable[..., dict]) -> None:
    named = registries(command)

    again = command("POST", "recreate-cloud-map-service", "mlflow")

    assert ([again["deleted"]], registries(command)) == (named, named)
    assert again["made"] != again["deleted"]
    command("POST", "replace-task", "mlflow")
    assert command("GET", "state")["instances"][NAME] == []


def test_a_name_without_its_service_leads_nowhere(command: Callable[..., dict]) -> None:
    command("POST", "delete-cloud-map-service", "mlflow")

    state = command("GET", "state")
    assert NAME not in state["instances"]
    assert (state["dns"][NAME], len(registries(command))) == ([], 1)
    assert command("POST", "delete-cloud-map-service", "mlflow") == {}


@pytest.mark.parametrize("records", ["A", "A,SRV", "SRV"])
def test_every_kind_of_record_leads_to_the_task(world: Clients, command: Callable[..., dict], records: str) -> None:
    command("POST", "recreate-cloud-map-service", "mlflow", records)

    [task] = command("POST", "recreate-with-registries", "mlflow")["tasks"]

    services = world("servicediscovery").list_services()["Services"]
    [service] = [found for found in services if found["Name"] == "mlflow"]
    assert ",".join(record["Type"] for record in service["DnsConfig"]["DnsRecords"]) == records
    assert command("GET", "state")["dns"][NAME] == [task["ip"]]


def test_there_are_no_other_records(command: Callable[..., dict]) -> None:
    with pytest.raises(NoWorld, match="not types of records: 'A,MX'"):
        command("POST", "recreate-cloud-map-service", "mlflow", "A,MX")
