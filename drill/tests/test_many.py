"""Many guarded services in a world of their own."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from urllib.request import urlopen

import boto3
import pytest

from world import client
from world.options import Options

COUNT = 60


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[..., dict]]:
    """Asks the control API of a world with many services."""
    name = f"many-{os.getpid()}"
    told, _ = client.up(Options(name, pace=0.05, operation_seconds=0.05))
    command = lambda method, path, *given: client.ask(told["url"], method, path, {"arguments": given})  # noqa: E731
    command("POST", "guard-many", str(COUNT))
    yield command
    client.down(name)


def test_each_runs_a_task_that_answers_and_that_its_name_does_not_lead_to(ask: Callable[..., dict]) -> None:
    state = ask("GET", "state")

    for index in range(1, COUNT + 1):
        name = f"many-{index:03}"
        [task] = state["services"][name]["tasks"]
        assert (task["lastStatus"], state["services"][name]["registries"]) == ("RUNNING", [])
        assert state["instances"][f"{name}.hokusai-development.local"] == []
        assert urlopen(f"http://{task['ip']}:5050/health", timeout=5).status == 200


def test_again_makes_only_what_is_missing(ask: Callable[..., dict]) -> None:
    before = ask("GET", "state")["services"]

    assert len(ask("POST", "guard-many", str(COUNT))["services"]) == COUNT

    assert ask("GET", "state")["services"] == before


def test_a_task_of_the_many_ends_and_is_replaced_like_any_other(ask: Callable[..., dict]) -> None:
    replaced = ask("POST", "replace-task", "many-002")

    [task] = replaced["tasks"]
    with pytest.raises(OSError):
        urlopen(f"http://{replaced['ip']}:5050/health", timeout=5)
    assert urlopen(f"http://{task['ip']}:5050/health", timeout=5).status == 200
    assert len(ask("POST", "recreate-with-registries", "many-003")["tasks"]) == 1
    assert [found["owner"] for found in ask("GET", "state")["instances"]["many-003.hokusai-development.local"]] == [
        "native"
    ]


def test_no_more_than_the_subnet_holds(ask: Callable[..., dict]) -> None:
    for count in ("0", "201", "all"):
        with pytest.raises(client.NoWorld, match="not a number"):
            ask("POST", "guard-many", count)


def test_each_is_configured_by_a_parameter_of_its_own(ask: Callable[..., dict]) -> None:
    env = ask("GET", "env")
    ssm = boto3.client(
        "ssm",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_REGION"],
        aws_access_key_id="TEST",
        aws_secret_access_key="local",
    )
    pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/remediation/services/")

    guarded = [json.loads(found["Value"])["services"] for page in pages for found in page["Parameters"]]

    assert sorted(name for services in guarded for name in services) == [
        "api",
        *(f"many-{index:03}" for index in range(1, COUNT + 1)),
        "mlflow",
    ]
