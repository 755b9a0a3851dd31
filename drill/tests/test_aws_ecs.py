"""The ECS of the world: services that keep tasks running, tasks that live as on Fargate, and their events."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from conftest import Clients, wait_until

LIFE = ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED"]
CAPTURES = Path(__file__).resolve().parents[3] / "shared" / "events"


class Lab:
    """A cluster of its own in the world, and the short ways to its services and tasks."""

    def __init__(self, aws: Clients):
        self.aws = aws
        self.ecs = aws("ecs")
        self.map = aws("servicediscovery")
        self.cluster = f"lab-{uuid.uuid4().hex[:8]}"
        self.ecs.create_cluster(clusterName=self.cluster)
        definition = self.ecs.register_task_definition(
            family=self.cluster,
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            containerDefinitions=[
                {"name": "app", "image": "registry/mlflow:1", "portMappings": [{"containerPort": 5000}]}
            ],
        )
        self.definition = definition["taskDefinition"]["taskDefinitionArn"]
        [namespace] = self.map.list_namespaces()["Namespaces"][:1] or [None]
        self.registry = self.map.create_service(
            Name=self.cluster,
            NamespaceId=namespace["Id"],
            DnsConfig={"RoutingPolicy": "MULTIVALUE", "DnsRecords": [{"Type": "A", "TTL": 10}]},
        )["Service"]

    def create(self, name: str = "app", desired: int = 1, registered: bool = False) -> None:
        subnets = self.aws("ec2").describe_subnets()["Subnets"]
        subnet = next(found["SubnetId"] for found in subnets if found["CidrBlock"].startswith("127."))
        self.ecs.create_service(
            cluster=self.cluster,
            serviceName=name,
            taskDefinition=self.definition,
            desiredCount=desired,
            launchType="FARGATE",
            networkConfiguration={"awsvpcConfiguration": {"subnets": [subnet]}},
            serviceRegistries=[{"registryArn": self.registry["Arn"]}] if registered else [],
        )

    def service(self, name: str = "app") -> dict:
        return self.ecs.describe_services(cluster=self.cluster, services=[name])["services"][0]

    def arns(self, **filters: str) -> list[str]:
        return self.ecs.list_tasks(cluster=self.cluster, **filters)["taskArns"]

    def describe(self, *arns: str) -> list[dict]:
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=list(arns))["tasks"]

    def steady(self, name: str = "app") -> list[dict]:
        """The tasks of the service, once they are as many as desired and all run."""

        def settled() -> bool:
            service = self.service(name)
            return service["runningCount"] == service["desiredCount"] and len(service["deployments"]) == 1

        wait_until(settled)
        arns = self.arns(serviceName=name)
        return self.describe(*arns) if arns else []

    def stopped(self, arn: str) -> dict:
        return wait_until(lambda: next((task for task in self.describe(arn) if task["lastStatus"] == "STOPPED"), None))

    def instances(self) -> dict[str, dict]:
        found = self.map.list_instances(ServiceId=self.registry["Id"])["Instances"]
        return {instance["Id"]: instance["Attributes"] for instance in found}

    def delete(self) -> None:
        for arn in self.ecs.list_services(cluster=self.cluster)["serviceArns"]:
            self.ecs.delete_service(cluster=self.cluster, service=arn, force=True)


@pytest.fixture
def lab(world: Clients) -> Iterator[Lab]:
    lab = Lab(world)
    yield lab
    lab.delete()


def task_events(command: Callable[..., dict], arn: str) -> list[dict]:
    return [event for event in command("GET", "events") if event["resources"] == [arn]]


def test_a_service_starts_tasks_that_live_at_the_address_they_show(lab: Lab) -> None:
    lab.create(desired=2)

    tasks = lab.steady()

    assert [task["lastStatus"] for task in tasks] == ["RUNNING", "RUNNING"]
    for task in tasks:
        [eni] = task["attachments"]
        details = {detail["name"]: detail["value"] for detail in eni["details"]}
        [container] = task["containers"]
        assert (eni["type"], eni["status"]) == ("ElasticNetworkInterface", "ATTACHED")
        assert details["privateIPv4Address"] == container["networkInterfaces"][0]["privateIpv4Address"]
        assert details["privateIPv4Address"].startswith("127.")
        assert (task["group"], task["startedBy"]) == ("service:app", lab.service()["deployments"][0]["id"])
        assert (task["healthStatus"], task["availabilityZone"], task["version"]) == ("UNKNOWN", "us-east-1a", 4)
        assert task["createdAt"] < task["startedAt"]
        assert "stopCode" not in task


def test_reading_changes_nothing(lab: Lab) -> None:
    lab.create()
    [task] = lab.steady()

    again = [lab.describe(task["taskArn"])[0] for _ in range(5)]

    assert again == [task] * 5


def test_a_service_without_a_registry_registers_nothing(lab: Lab) -> None:
    lab.create()

    lab.steady()

    assert lab.instances() == {}


def test_ecs_registers_before_running_and_deregisters_before_stopping(lab: Lab, command: Callable[..., dict]) -> None:
    lab.create(registered=True)
    [task] = lab.steady()
    arn, id_ = task["taskArn"], task["taskArn"].split("/")[-1]
    address = task["containers"][0]["networkInterfaces"][0]["privateIpv4Address"]

    assert lab.instances() == {
        id_: {
            "AVAILABILITY_ZONE": "us-east-1a",
            "AWS_INSTANCE_IPV4": address,
            "AWS_INSTANCE_PORT": "5000",
            "ECS_CLUSTER_NAME": lab.cluster,
            "ECS_SERVICE_NAME": "app",
            "ECS_TASK_DEFINITION_FAMILY": lab.cluster,
            "REGION": "us-east-1",
        }
    }
    lab.ecs.stop_task(cluster=lab.cluster, task=arn)
    stopped = lab.stopped(arn)
    assert (stopped["desiredStatus"], stopped["stopCode"]) == ("STOPPED", "UserInitiated")
    assert id_ not in lab.instances()
    assert stopped["containers"][0]["exitCode"] is not None

    events = task_events(command, arn)
    assert [event["detail"]["lastStatus"] for event in events] == LIFE
    assert [event["detail"]["version"] for event in events] == list(range(1, 9))
    sdi = [found["status"] for event in events for found in event["detail"]["attachments"] if found["type"] == "sdi"]
    assert sdi == ["PRECREATED"] * 3 + ["ATTACHED"] * 2 + ["DELETED"] * 3


def test_a_stopped_task_stays_to_be_seen_but_is_not_listed(lab: Lab) -> None:
    lab.create()
    [task] = lab.steady()
    lab.ecs.stop_task(cluster=lab.cluster, task=task["taskArn"])

    lab.stopped(task["taskArn"])

    assert task["taskArn"] not in lab.arns()
    assert task["taskArn"] in lab.arns(desiredStatus="STOPPED")


def test_a_task_whose_process_dies_is_replaced(world: Clients, command: Callable[..., dict]) -> None:
    crashed = command("POST", "crash-task", "api")["crashed"]

    def stopped() -> dict | None:
        [task] = world("ecs").describe_tasks(cluster="hokusai-development", tasks=[crashed])["tasks"]
        return task if task["lastStatus"] == "STOPPED" else None

    task = wait_until(stopped)
    assert (task["stopCode"], task["stoppedReason"]) == (
        "EssentialContainerExited",
        "Essential container in task exited",
    )
    wait_until(lambda: command("GET", "state")["proxy"]["status"] == 200)


def test_names_what_is_missing_and_shows_no_other_cluster(lab: Lab) -> None:
    lab.create()
    [task] = lab.steady()
    stranger = lab.ecs.list_tasks(cluster="hokusai-development")["taskArns"][0]

    answer = lab.ecs.describe_tasks(cluster=lab.cluster, tasks=[task["taskArn"], stranger])

    assert [found["taskArn"] for found in answer["tasks"]] == [task["taskArn"]]
    assert [(failure["arn"].split("/")[-1], failure["reason"]) for failure in answer["failures"]] == [
        (stranger.split("/")[-1], "MISSING")
    ]


def test_refuses_what_ecs_refuses(lab: Lab) -> None:
    lab.create(desired=0)
    too_many = [f"{number:032x}" for number in range(101)]

    for call, code in (
        (lambda: lab.describe(*too_many), "InvalidParameterException"),
        (lambda: lab.ecs.stop_task(cluster=lab.cluster, task="0" * 32), "InvalidParameterException"),
        (lambda: lab.ecs.list_tasks(cluster=lab.cluster, serviceName="none"), "ServiceNotFoundException"),
        (lambda: lab.ecs.describe_tasks(cluster="none", tasks=["0" * 32]), "ClusterNotFoundException"),
        (lambda: lab.create(), "InvalidParameterException"),
    ):
        with pytest.raises(ClientError) as refused:
            call()
        assert refused.value.response["Error"]["Code"] == code


def test_tasks_are_listed_by_service_and_by_page(lab: Lab) -> None:
    lab.create("one", desired=2)
    lab.create("two", desired=1)
    lab.steady("one"), lab.steady("two")

    first = lab.ecs.list_tasks(cluster=lab.cluster, serviceName="one", maxResults=1)
    rest = lab.ecs.list_tasks(cluster=lab.cluster, serviceName="one", nextToken=first["nextToken"])

    assert len(first["taskArns"] + rest["taskArns"]) == 2
    assert len(lab.arns()) == 3


def test_a_new_deployment_rolls_out_before_the_old_one_goes(lab: Lab, command: Callable[..., dict]) -> None:
    lab.create(registered=False)
    [old] = lab.steady()

    update = lab.ecs.update_service(
        cluster=lab.cluster, service="app", serviceRegistries=[{"registryArn": lab.registry["Arn"]}]
    )["service"]

    assert [found["status"] for found in update["deployments"]] == ["PRIMARY", "ACTIVE"]
    [new] = wait_until(lambda: [task for task in lab.steady() if task["taskArn"] != old["taskArn"]])
    assert list(lab.instances()) == [new["taskArn"].split("/")[-1]]
    assert lab.stopped(old["taskArn"])["stopCode"] == "ServiceSchedulerInitiated"
    assert new["startedAt"] <= lab.describe(old["taskArn"])[0]["stoppingAt"]
    assert lab.service()["deployments"][0]["rolloutState"] == "COMPLETED"


def test_a_deleted_service_drains(lab: Lab) -> None:
    lab.create()
    lab.steady()

    deleted = lab.ecs.delete_service(cluster=lab.cluster, service="app", force=True)["service"]

    assert deleted["status"] == "DRAINING"
    wait_until(lambda: lab.service()["status"] == "INACTIVE")
    assert lab.arns() == []


def test_a_secret_is_read_when_the_container_starts(world: Clients, command: Callable[..., dict]) -> None:
    name = "/hokusai/development/mlflow/endpoint"
    ssm = world("ssm")
    before = ssm.get_parameter(Name=name)["Parameter"]["Value"]
    try:
        ssm.put_parameter(Name=name, Value="http://192.0.2.1:5000", Overwrite=True)
        assert command("GET", "state")["proxy"]["status"] == 200
    finally:
        ssm.put_parameter(Name=name, Value=before, Overwrite=True)


def test_service_and_deployment_events_are_made(lab: Lab, command: Callable[..., dict]) -> None:
    lab.create()
    lab.steady()
    arn = lab.service()["serviceArn"]

    def named() -> list[str]:
        return [event["detail"]["eventName"] for event in task_events(command, arn)]

    wait_until(lambda: "SERVICE_STEADY_STATE" in named())
    assert named() == ["SERVICE_DEPLOYMENT_IN_PROGRESS", "SERVICE_DEPLOYMENT_COMPLETED", "SERVICE_STEADY_STATE"]


CAPTURED = {
    "lifecycle-sd-new-1-provisioning.json": "PROVISIONING",
    "lifecycle-sd-new-2-pending.json": "PENDING",
    "lifecycle-sd-new-3-activating.json": "ACTIVATING",
    "lifecycle-sd-new-4-running.json": "RUNNING",
}


@pytest.mark.parametrize("capture", CAPTURED)
def test_events_have_the_fields_of_real_ones(command: Callable[..., dict], capture: str) -> None:
    if not (CAPTURES / capture).exists():
        pytest.skip("the captured events are not beside this repository")
    real = json.loads((CAPTURES / capture).read_text())
    ours = next(
        event
        for event in command("GET", "events")
        if event["detail"].get("lastStatus") == CAPTURED[capture]
        and event["detail"]["group"] == "service:hokusai-mlflow-development"
    )

    assert shape(ours) == shape(real)


def shape(value: object) -> object:
    """Field names and types, all the way down; a list's items in the order of their `type` or `name`."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in sorted(value, key=sort_key)]
    return type(value).__name__


def sort_key(item: object) -> str:
    return item.get("type", item.get("name", "")) if isinstance(item, dict) else str(item)
