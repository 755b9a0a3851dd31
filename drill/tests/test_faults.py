"""What goes wrong at AWS when the world is told so: each fault begins, is seen through AWS's own API, and ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

import pytest
from botocore.exceptions import ClientError
from conftest import Clients, wait_until

from world.client import NoWorld

CLUSTER = "hokusai-development"
MLFLOW = "hokusai-mlflow-development"
NAME = "mlflow.hokusai-development.local"


@pytest.fixture(autouse=True)
def mended(command: Callable[..., dict]) -> Iterator[None]:
    yield
    for fault in ("throttle", "hang", "fail-pages", "page-size", "lag-lists", "slow-health", "slow-registration"):
        command("POST", fault, "off")
    for fault in ("fail-registration", "forget-task", "recycle-addresses"):
        command("POST", fault, "off")


def refusal(call: Callable[..., object], **arguments: object) -> tuple[int, str]:
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    answer = refused.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]


def service_id(world: Clients) -> str:
    return next(
        found["Id"] for found in world("servicediscovery").list_services()["Services"] if found["Name"] == "mlflow"
    )


def running(command: Callable[..., dict]) -> list[str]:
    tasks = command("GET", "state")["services"][MLFLOW]["tasks"]
    return [task["id"] for task in tasks if task["lastStatus"] == "RUNNING"]


def test_a_throttled_call_is_refused_as_its_service_does(world: Clients, command: Callable[..., dict]) -> None:
    calls = {
        "ListTasks": (world("ecs").list_tasks, {"cluster": CLUSTER}, (400, "ThrottlingException")),
        "ListNamespaces": (world("servicediscovery").list_namespaces, {}, (400, "ThrottlingException")),
        "DiscoverInstances": (
            world("servicediscovery").discover_instances,
            {"NamespaceName": "hokusai-development.local", "ServiceName": "mlflow"},
            (429, "RequestLimitExceeded"),
        ),
        "GetParameter": (
            world("ssm").get_parameter,
            {"Name": "/remediation/configuration"},
            (400, "ThrottlingException"),
        ),
        "Invoke": (world("lambda").invoke, {"FunctionName": "Sweep"}, (429, "TooManyRequestsException")),
    }
    for action, (call, arguments, expected) in calls.items():
        command("POST", "throttle", action)
        assert refusal(call, **arguments) == expected
        command("POST", "throttle", action, "off")
    assert world("ecs").list_tasks(cluster=CLUSTER)["taskArns"]


def test_only_so_many_calls_are_throttled_and_none_of_the_worlds_own(
    world: Clients, command: Callable[..., dict]
) -> None:
    command("POST", "throttle", "DescribeServices", "2")
    command("POST", "replace-task", "mlflow")

    ecs = world("ecs")
    for _ in range(2):
        assert refusal(ecs.describe_services, cluster=CLUSTER, services=[MLFLOW])[0] == 400
    assert ecs.describe_services(cluster=CLUSTER, services=[MLFLOW])["services"]


@pytest.mark.parametrize("service", [["mlflow"], []], ids=["about one service", "about any"])
def test_calls_hang_until_they_are_told_otherwise(
    world: Clients, command: Callable[..., dict], service: list[str]
) -> None:
    cloud_map = world("servicediscovery")
    ids = {found["Name"]: found["Id"] for found in cloud_map.list_services()["Services"]}

    command("POST", "hang", "ListInstances", *service)

    with ThreadPoolExecutor(2) as beside:

        def ask(name: str) -> Future:
            return beside.submit(cloud_map.list_instances, ServiceId=ids[name])

        try:
            calls = {"api": ask("api")}
            if service:
                calls["api"].result(30)
            calls["mlflow"] = ask("mlflow")
            answered, _ = wait(calls.values(), timeout=1)
        finally:
            # Or the pool would wait for them for ever.
            command("POST", "hang", "off")
    assert answered == ({calls["api"]} if service else set())
    assert cloud_map.list_instances(ServiceId=ids["mlflow"])["Instances"]


def test_small_pages_make_lists_of_several(world: Clients, command: Callable[..., dict]) -> None:
    command("POST", "page-size", "1")

    tasks = world("ecs").list_tasks(cluster=CLUSTER)
    services = world("servicediscovery").list_services()

    assert (len(tasks["taskArns"]), len(services["Services"])) == (1, 1)
    assert tasks["nextToken"] and services["NextToken"]
    pages = world("ecs").get_paginator("list_tasks").paginate(cluster=CLUSTER)
    assert sum(len(page["taskArns"]) for page in pages) > 1


def test_later_pages_fail(world: Clients, command: Callable[..., dict]) -> None:
    command("POST", "page-size", "1")
    command("POST", "fail-pages", "ListTasks")
    first = world("ecs").list_tasks(cluster=CLUSTER)

    failed = refusal(world("ecs").list_tasks, cluster=CLUSTER, nextToken=first["nextToken"])

    assert failed == (500, "ServerException")


def test_later_pages_of_cloud_map_fail_as_cloud_map_does(world: Clients, command: Callable[..., dict]) -> None:
    command("POST", "page-size", "1")
    command("POST", "fail-pages", "ListServices")
    cloud_map = world("servicediscovery")

    failed = refusal(cloud_map.list_services, NextToken=cloud_map.list_services()["NextToken"])

    assert failed == (500, "InternalFailure")


def test_a_forgotten_task_is_missing_and_known_again(world: Clients, command: Callable[..., dict]) -> None:
    stopped = command("POST", "replace-task", "mlflow")["stopped"]
    [kept] = running(command)
    describe = lambda: world("ecs").describe_tasks(cluster=CLUSTER, tasks=[stopped, kept])  # noqa: E731

    command("POST", "forget-task", "mlflow")
    missing = describe()
    command("POST", "forget-task", "off")

    assert [(failure["arn"].split("/")[-1], failure["reason"]) for failure in missing["failures"]] == [
        (stopped, "MISSING")
    ]
    assert [task["taskArn"].split("/")[-1] for task in missing["tasks"]] == [kept]
    assert describe()["failures"] == []


def test_a_running_task_can_be_forgotten(world: Clients, command: Callable[..., dict]) -> None:
    [task] = running(command)

    command("POST", "forget-task", task)

    arns = world("ecs").list_tasks(cluster=CLUSTER)["taskArns"]
    assert task not in [arn.split("/")[-1] for arn in arns]
    assert running(command) == [task]


def test_a_listed_task_can_fail_for_another_reason(world: Clients, command: Callable[..., dict]) -> None:
    [task] = running(command)
    command("POST", "fail-task", task, "ACCESS_DENIED")

    told = world("ecs").describe_tasks(cluster=CLUSTER, tasks=[task])

    assert [failure["reason"] for failure in told["failures"]] == ["ACCESS_DENIED"]
    assert task in [arn.split("/")[-1] for arn in world("ecs").list_tasks(cluster=CLUSTER)["taskArns"]]
    command("POST", "fail-task", task, "off")
    assert world("ecs").describe_tasks(cluster=CLUSTER, tasks=[task])["failures"] == []


def test_nobody_forgets_what_is_not_there(command: Callable[..., dict]) -> None:
    with pytest.raises(NoWorld, match="no such task or service: none"):
        command("POST", "forget-task", "none")


def test_lists_of_instances_lag_and_catch_up(world: Clients, command: Callable[..., dict]) -> None:
    cloud_map, id_ = world("servicediscovery"), service_id(world)
    listed = lambda: [found["Id"] for found in cloud_map.list_instances(ServiceId=id_)["Instances"]]  # noqa: E731
    before = listed()
    command("POST", "lag-lists", "on")
    [new] = command("POST", "replace-task", "mlflow")["tasks"]

    assert listed() == before != [new["id"]]
    assert cloud_map.get_instance(ServiceId=id_, InstanceId=new["id"])["Instance"]["Id"] == new["id"]
    command("POST", "lag-lists", "off")
    assert listed() == [new["id"]]


def test_ecs_fails_to_register(command: Callable[..., dict]) -> None:
    command("POST", "fail-registration", "on")

    command("POST", "replace-task", "mlflow")

    state = command("GET", "state")
    assert (state["instances"][NAME], len(state["services"][MLFLOW]["registries"])) == ([], 1)
    command("POST", "fail-registration", "off")
    [task] = command("POST", "replace-task", "mlflow")["tasks"]
    assert [found["id"] for found in command("GET", "state")["instances"][NAME]] == [task["id"]]


def test_ecs_takes_its_time_to_register(command: Callable[..., dict]) -> None:
    command("POST", "slow-registration", "3600")
    command("POST", "stop-task", "mlflow")

    last = lambda: command("GET", "state")["services"][MLFLOW]["tasks"][-1]  # noqa: E731
    wait_until(lambda: last()["lastStatus"] == "ACTIVATING")
    waiting = last()["id"]

    assert waiting not in [found["id"] for found in command("GET", "state")["instances"][NAME]]
    command("POST", "slow-registration", "off")
    wait_until(lambda: running(command) == [waiting])


def test_the_next_task_gets_the_address_that_was_given_back_last(command: Callable[..., dict]) -> None:
    command("POST", "recycle-addresses", "on")
    command("POST", "scale", "mlflow", "0")
    last = command("GET", "state")["services"][MLFLOW]["tasks"][-1]["ip"]

    [task] = command("POST", "replace-task", "api")["tasks"]
    [mlflow] = command("POST", "scale", "mlflow", "1")["tasks"]

    assert task["ip"] == last
    assert mlflow["ip"] != last


def test_health_that_is_pushed_takes_the_time_it_is_told(world: Clients, command: Callable[..., dict]) -> None:
    cloud_map, id_ = world("servicediscovery"), service_id(world)
    [task] = running(command)
    health = lambda: cloud_map.get_instances_health_status(ServiceId=id_)["Status"][task]  # noqa: E731

    command("POST", "slow-health", "3600")
    command("POST", "make-unhealthy", "mlflow")
    late = health()
    command("POST", "slow-health", "off")
    # Told the same again, Cloud Map waits no less: it is told otherwise first.
    command("POST", "make-healthy", "mlflow")
    command("POST", "make-unhealthy", "mlflow")

    assert late == "HEALTHY"
    wait_until(lambda: health() == "UNHEALTHY")
    command("POST", "make-healthy", "mlflow")
    wait_until(lambda: health() == "HEALTHY")


def test_ecs_says_that_a_task_in_a_registry_is_unhealthy(command: Callable[..., dict]) -> None:
    command("POST", "make-unhealthy", "mlflow")
    event = command("POST", "event/service-discovery-instance-unhealthy")["event"]
    command("POST", "make-healthy", "mlflow")

    registries = command("GET", "state")["services"][MLFLOW]["registries"]
    assert event["detail-type"] == "ECS Service Action"
    assert (event["detail"]["eventType"], event["detail"]["serviceRegistryArns"]) == ("WARN", registries)
    assert event["resources"][0].endswith(f"service/{CLUSTER}/{MLFLOW}")


def test_the_health_of_an_instance_that_is_not_there_is_not_told(aws: Clients, world: Clients) -> None:
    cloud_map = aws("servicediscovery")
    namespace = cloud_map.create_http_namespace(Name=f"health-{id(aws)}")["OperationId"]
    target = cloud_map.get_operation(OperationId=namespace)["Operation"]["Targets"]["NAMESPACE"]
    service = cloud_map.create_service(Name="app", NamespaceId=target)["Service"]["Id"]

    refused = refusal(cloud_map.get_instances_health_status, ServiceId=service, Instances=["none"])

    assert refused == (404, "InstanceNotFound")
