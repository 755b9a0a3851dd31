"""Deployments of the world: rolling ones of several tasks, and those by two colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import Clients

from world.client import NoWorld

CLUSTER = "hokusai-development"
MLFLOW = "hokusai-mlflow-development"
NAME = "mlflow.hokusai-development.local"


@pytest.fixture(autouse=True)
def as_before(command: Callable[..., dict]) -> Iterator[None]:
    yield
    command("POST", "step", "off")
    command("POST", "scale", "mlflow", "1")


@pytest.fixture
def rolling_again(command: Callable[..., dict]) -> Iterator[None]:
    yield
    command("POST", "recreate-with-registries", "mlflow")


def described(world: Clients) -> dict:
    return world("ecs").describe_services(cluster=CLUSTER, services=[MLFLOW])["services"][0]


def started_by(world: Clients) -> dict[str, str]:
    """Who started each of MLflow's tasks that are listed, by the task's id."""
    arns = world("ecs").list_tasks(cluster=CLUSTER, serviceName=MLFLOW)["taskArns"]
    tasks = world("ecs").describe_tasks(cluster=CLUSTER, tasks=arns)["tasks"]
    return {task["taskArn"].split("/")[-1]: task["startedBy"] for task in tasks}


@pytest.mark.parametrize("count", [1, 4])
def test_a_rolling_update_replaces_every_task(world: Clients, command: Callable[..., dict], count: int) -> None:
    before = {task["id"] for task in command("POST", "scale", "mlflow", str(count))["tasks"]}

    after = {task["id"] for task in command("POST", "deploy", "mlflow")["tasks"]}

    assert (len(before), len(after), before & after) == (count, count, set())
    assert {found["id"] for found in command("GET", "state")["instances"][NAME]} == after
    [deployment] = described(world)["deployments"]
    assert set(started_by(world).values()) == {deployment["id"]}


def test_scaling_in_and_to_zero_and_back_moves_the_registrations_along(command: Callable[..., dict]) -> None:
    for count in (10, 2, 0, 1):
        tasks = {task["id"] for task in command("POST", "scale", "mlflow", str(count))["tasks"]}

        assert len(tasks) == count
        assert {found["id"] for found in command("GET", "state")["instances"][NAME]} == tasks


def test_scaling_in_is_seen_at_each_of_its_stages(command: Callable[..., dict]) -> None:
    command("POST", "scale", "mlflow", "4")
    command("POST", "step", "on")
    command("POST", "scale", "mlflow", "2")

    instances = [len(command("GET", "state")["instances"][NAME])]
    for _ in range(30):
        settled = command("POST", "step")["settled"]
        instances.append(len(command("GET", "state")["instances"][NAME]))
        if settled:
            break

    assert instances == [4, 4, 2, 2, 2, 2]


def test_a_rolling_update_is_seen_at_each_of_its_stages(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")
    command("POST", "deploy", "mlflow")

    named = []
    for _ in range(30):
        stage = command("POST", "step")
        named += [event["detail"].get("eventName") or event["detail"]["lastStatus"] for event in stage["events"]]
        if stage["settled"]:
            break

    assert named == [
        "SERVICE_DEPLOYMENT_IN_PROGRESS",
        *("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING"),
        *("DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"),
        *("SERVICE_DEPLOYMENT_COMPLETED", "SERVICE_STEADY_STATE"),
    ]


@pytest.mark.parametrize("controller", ["CODE_DEPLOY", "EXTERNAL"])
@pytest.mark.usefixtures("rolling_again")
def test_two_task_sets_run_side_by_side(world: Clients, command: Callable[..., dict], controller: str) -> None:
    [blue] = command("POST", "two-colours", "mlflow", controller)["colours"]
    both = command("POST", "next-colour", "mlflow")["colours"]
    service = described(world)

    [green] = [colour for colour in both if colour["id"] != blue["id"]]
    assert (service["deploymentController"], service["deployments"]) == ({"type": controller}, [])
    sets = {found["id"]: found for found in service["taskSets"]}
    assert {id_: found["status"] for id_, found in sets.items()} == {blue["id"]: "PRIMARY", green["id"]: "ACTIVE"}
    assert sets[green["id"]].get("startedBy") == ("CODE_DEPLOY" if controller == "CODE_DEPLOY" else None)
    assert started_by(world) == {blue["tasks"][0]: blue["id"], green["tasks"][0]: green["id"]}

    command("POST", "next-colour", "mlflow")
    shifted = {found["id"]: found["status"] for found in described(world)["taskSets"]}
    assert shifted == {blue["id"]: "ACTIVE", green["id"]: "PRIMARY"}

    command("POST", "next-colour", "mlflow")
    assert [found["id"] for found in described(world)["taskSets"]] == [green["id"]]
    assert started_by(world) == {green["tasks"][0]: green["id"]}


@pytest.mark.usefixtures("rolling_again")
def test_two_revisions_run_side_by_side(world: Clients, command: Callable[..., dict]) -> None:
    [blue] = command("POST", "two-colours", "mlflow", "BLUE_GREEN")["colours"]
    assert described(world)["deploymentConfiguration"]["strategy"] == "BLUE_GREEN"
    assert "currentServiceDeployment" not in described(world)

    command("POST", "next-colour", "mlflow")
    service = described(world)
    newest, oldest = service["deployments"]
    assert ((newest["status"], oldest["status"]), oldest["id"]) == (("PRIMARY", "ACTIVE"), blue["id"])
    assert sorted(started_by(world).values()) == sorted([newest["id"], oldest["id"]])
    assert [found["runningTaskCount"] for found in service["currentServiceRevisions"]] == [1, 1]
    assert traffic(world, service) == ("IN_PROGRESS", 0, [100])

    command("POST", "next-colour", "mlflow")
    assert traffic(world, described(world)) == ("IN_PROGRESS", 100, [0])

    command("POST", "next-colour", "mlflow")
    assert [found["id"] for found in described(world)["deployments"]] == [newest["id"]]
    assert traffic(world, service)[0] == "SUCCESSFUL"
    assert list(started_by(world).values()) == [newest["id"]]


def traffic(world: Clients, service: dict) -> tuple[str, float, list[float]]:
    """Status of the service's newest deployment, and the weights of its target and of its sources."""
    [brief] = world("ecs").list_service_deployments(cluster=CLUSTER, service=MLFLOW)["serviceDeployments"]
    arn = service.get("currentServiceDeployment", brief["serviceDeploymentArn"])
    [found] = world("ecs").describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"]
    weight = "requestedProductionTrafficWeight"
    return (
        found["status"],
        found["targetServiceRevision"][weight],
        [each[weight] for each in found["sourceServiceRevisions"]],
    )


def test_only_colours_have_a_next_one(command: Callable[..., dict]) -> None:
    for verb, arguments, words in (
        ("next-colour", ["mlflow"], "two-colours comes first"),
        ("two-colours", ["mlflow", "ROLLING"], "not a way to deploy by colours: ROLLING"),
    ):
        with pytest.raises(NoWorld, match=words):
            command("POST", verb, *arguments)
