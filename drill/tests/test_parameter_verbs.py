"""What other people do to the parameters, as `bin/world` lets them, and who reads what when."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError
from conftest import Clients, wait_until

from world import client
from world.client import NoWorld
from world.options import Options

CLUSTER = "hokusai-development"
API = "hokusai-api-development"
ENDPOINT = "/hokusai/development/mlflow/endpoint"
BY_NAME = "http://mlflow.hokusai-development.local:5000"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def by_name(command: Callable[..., dict]) -> Iterator[None]:
    yield
    command("POST", "lose-answers", "off")
    command("POST", "set-parameter", ENDPOINT, BY_NAME)
    command("POST", "deploy", "api")


def parameter(command: Callable[..., dict], name: str = ENDPOINT) -> dict:
    return command("GET", "state")["parameters"][name]


def test_somebody_edits_a_parameter(command: Callable[..., dict]) -> None:
    version = parameter(command)["version"]

    told = command("POST", "set-parameter", ENDPOINT, NOWHERE)

    assert told == {"parameter": ENDPOINT, "version": version + 1}
    assert parameter(command) == {"value": NOWHERE, "version": version + 1, "type": "String"}


def test_a_parameter_is_deleted_and_made_anew(command: Callable[..., dict]) -> None:
    command("POST", "set-parameter", "/made/anew", "1")
    command("POST", "set-parameter", "/made/anew", "2")

    assert command("POST", "parameter-gone", "/made/anew") == {"deleted": "/made/anew"}
    assert "/made/anew" not in command("GET", "state")["parameters"]
    with pytest.raises(NoWorld, match="ParameterNotFound"):
        command("POST", "parameter-gone", "/made/anew")

    command("POST", "set-parameter", "/made/anew", "3")
    assert parameter(command, "/made/anew") == {"value": "3", "version": 1, "type": "String"}


def test_a_secret_is_shown_to_nobody_and_read_by_whom_its_key_lets(
    world: Clients, command: Callable[..., dict]
) -> None:
    ssm = world("ssm")
    command("POST", "set-parameter", "/a/secret", BY_NAME)
    key = command("POST", "make-secret", "/a/secret")["key"]

    assert parameter(command, "/a/secret") == {"value": None, "version": 1, "type": "SecureString"}
    assert ssm.get_parameter(Name="/a/secret", WithDecryption=True)["Parameter"]["Value"] == BY_NAME
    assert ssm.get_parameter_history(Name="/a/secret")["Parameters"][0]["KeyId"] == key

    command("POST", "disable-key", key, "on")
    with pytest.raises(ClientError, match="InvalidKeyId"):
        ssm.get_parameter(Name="/a/secret", WithDecryption=True)
    command("POST", "disable-key", key, "off")
    assert ssm.get_parameter(Name="/a/secret", WithDecryption=True)["Parameter"]["Value"] == BY_NAME


def test_a_lost_answer_is_of_a_call_that_took_effect(world: Clients, command: Callable[..., dict]) -> None:
    version = parameter(command)["version"]
    command("POST", "lose-answers", "PutParameter")

    with pytest.raises(ClientError, match="InternalFailure"):
        world("ssm").put_parameter(Name=ENDPOINT, Value=NOWHERE, Overwrite=True)

    assert parameter(command) == {"value": NOWHERE, "version": version + 1, "type": "String"}


def test_the_api_holds_what_it_read_when_it_started(world: Clients, command: Callable[..., dict]) -> None:
    wait_until(lambda: command("GET", "state")["proxy"] == {"status": 200})

    command("POST", "set-parameter", ENDPOINT, NOWHERE)
    assert command("GET", "state")["proxy"] == {"status": 200}

    command("POST", "deploy", "api")
    wait_until(lambda: command("GET", "state")["proxy"] == {"status": 502})
    [container] = definition(world)["containerDefinitions"]
    assert {"name": "MLFLOW_SERVER_URL", "valueFrom": ENDPOINT} in container["secrets"]


def test_a_consumer_is_deployed_anew_with_nothing_changed(world: Clients, command: Callable[..., dict]) -> None:
    ecs = world("ecs")
    before = ecs.describe_services(cluster=CLUSTER, services=[API])["services"][0]
    old = ecs.list_tasks(cluster=CLUSTER, serviceName=API)["taskArns"]

    told = ecs.update_service(cluster=CLUSTER, service=API, forceNewDeployment=True)["service"]["deployments"]

    assert [each["status"] for each in told] == ["PRIMARY", "ACTIVE"]
    assert told[0]["rolloutState"] == "IN_PROGRESS"

    def rolled() -> bool:
        now = ecs.describe_services(cluster=CLUSTER, services=[API])["services"][0]
        return [each["rolloutState"] for each in now["deployments"]] == ["COMPLETED"]

    wait_until(rolled)
    after = ecs.describe_services(cluster=CLUSTER, services=[API])["services"][0]
    kept = ("taskDefinition", "desiredCount", "serviceRegistries", "networkConfiguration")
    assert [after[each] for each in kept] == [before[each] for each in kept]
    assert after["deployments"][0]["id"] == told[0]["id"]
    assert not set(ecs.list_tasks(cluster=CLUSTER, serviceName=API)["taskArns"]) & set(old)


def definition(world: Clients) -> dict:
    service = world("ecs").describe_services(cluster=CLUSTER, services=[API])["services"][0]
    return world("ecs").describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]


def test_an_api_that_reads_while_it_runs_needs_no_deployment() -> None:
    name = f"runtime-{os.getpid()}"
    told, _ = client.up(Options(name, pace=0.05, operation_seconds=0.05, consumer="runtimeRead"))
    try:

        def ask(method: str, path: str, *arguments: str) -> dict:
            return client.ask(told["url"], method, path, {"arguments": list(arguments)})

        document = json.loads(parameter(ask, "/remediation/configuration")["value"])
        assert document["services"]["mlflow"]["consumers"] == [{"ecsService": API, "consumer": "runtimeRead"}]
        [task] = ask("GET", "state")["services"][API]["tasks"]

        for endpoint, status in ((NOWHERE, 502), (BY_NAME, 200)):
            ask("POST", "set-parameter", ENDPOINT, endpoint)
            wait_until(lambda status=status: ask("GET", "state")["proxy"] == {"status": status})

        assert [each["id"] for each in ask("GET", "state")["services"][API]["tasks"]] == [task["id"]]
        calls = ask("GET", "calls/0")["calls"]
        assert {call["action"] for call in calls if call["key"] == "TASKS"} == {"GetParameter"}
    finally:
        client.down(name)
