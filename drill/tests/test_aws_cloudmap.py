"""The mends of Cloud Map. Each test runs on stock moto, too, and must fail there."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError
from conftest import Clients, wait_until

A_RECORD = {"RoutingPolicy": "MULTIVALUE", "DnsRecords": [{"Type": "A", "TTL": 10}]}
SRV_RECORD = {"RoutingPolicy": "MULTIVALUE", "DnsRecords": [{"Type": "SRV", "TTL": 10}]}
CUSTOM_HEALTH = {"HealthCheckCustomConfig": {"FailureThreshold": 1}}


class Service:
    """A Cloud Map service in a private namespace of its own, and the short ways to its instances."""

    def __init__(self, aws: Clients, dns: dict = A_RECORD, soa_ttl: int = 7, **config: object):
        self.map = aws("servicediscovery")
        self.route53 = aws("route53")
        vpc = aws("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.namespace_name = f"{uuid.uuid4().hex[:8]}.local"
        operation = self.map.create_private_dns_namespace(
            Name=self.namespace_name, Vpc=vpc, Properties={"DnsProperties": {"SOA": {"TTL": soa_ttl}}}
        )["OperationId"]
        self.namespace = self.map.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
        self.id = self.map.create_service(Name="app", NamespaceId=self.namespace, DnsConfig=dns, **config)["Service"][
            "Id"
        ]

    def submit(self, instance: str, ip: str = "10.0.0.1", **attributes: str) -> str:
        given = {"AWS_INSTANCE_IPV4": ip} | attributes
        return self.map.register_instance(ServiceId=self.id, InstanceId=instance, Attributes=given)["OperationId"]

    def register(self, instance: str, ip: str = "10.0.0.1", **attributes: str) -> None:
        self.succeeds(self.submit(instance, ip, **attributes))

    def deregister(self, instance: str) -> None:
        self.succeeds(self.map.deregister_instance(ServiceId=self.id, InstanceId=instance)["OperationId"])

    def succeeds(self, operation: str) -> None:
        assert wait_until(lambda: self.ended(operation))["Status"] == "SUCCESS"

    def ended(self, operation: str) -> dict | None:
        found = self.map.get_operation(OperationId=operation)["Operation"]
        return found if found["Status"] in ("SUCCESS", "FAIL") else None

    def instances(self) -> dict[str, dict]:
        listed = self.map.list_instances(ServiceId=self.id)["Instances"]
        assert len({found["Id"] for found in listed}) == len(listed)
        return {found["Id"]: found["Attributes"] for found in listed}

    def zone(self) -> dict:
        properties = self.map.get_namespace(Id=self.namespace)["Namespace"]["Properties"]["DnsProperties"]
        return self.route53.get_hosted_zone(Id=properties["HostedZoneId"])["HostedZone"]

    def records(self, type_: str) -> list[tuple[str, str]]:
        """Name below the namespace and value of each record of that type."""
        found = self.route53.list_resource_record_sets(HostedZoneId=self.zone()["Id"])["ResourceRecordSets"]
        suffix = f".{self.namespace_name}."
        return sorted(
            (record["Name"].removesuffix(suffix), value["Value"].removesuffix(suffix))
            for record in found
            for value in record.get("ResourceRecords", [])
            if record["Type"] == type_
        )


def refuses(call: Callable[[], object]) -> tuple[str, int]:
    with pytest.raises(ClientError) as refused:
        call()
    answer = refused.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def slowly(command: Callable[..., dict]) -> Iterator[Callable[[], None]]:
    """Once called, what is asked of Cloud Map takes so long that a test sees it under way on a busy machine, too."""

    def slow(duration: str = "5") -> None:
        for fault in ("slow-operations", "slow-health"):
            command("POST", fault, duration)

    yield slow
    slow("off")


def test_registering_again_replaces_the_instance(aws: Clients) -> None:
    service = Service(aws)

    service.register("a", "10.0.0.1", colour="red")
    service.register("a", "10.0.0.2")

    assert service.instances() == {"a": {"AWS_INSTANCE_IPV4": "10.0.0.2"}}


def test_an_operation_takes_its_time(aws: Clients, slowly: Callable[[], None]) -> None:
    service = Service(aws)
    slowly()

    operation = service.submit("a")

    assert service.map.get_operation(OperationId=operation)["Operation"]["Status"] in ("SUBMITTED", "PENDING")
    assert service.instances() == {}
    service.succeeds(operation)
    assert list(service.instances()) == ["a"]


def test_deregistering_takes_its_time_too(aws: Clients, slowly: Callable[[], None]) -> None:
    service = Service(aws)
    service.register("a")
    slowly()

    operation = service.map.deregister_instance(ServiceId=service.id, InstanceId="a")["OperationId"]

    assert list(service.instances()) == ["a"]
    service.succeeds(operation)
    assert service.instances() == {}


def test_a_second_operation_on_an_instance_is_a_duplicate(aws: Clients, slowly: Callable[[], None]) -> None:
    service = Service(aws)
    slowly()
    first = service.submit("a")

    with pytest.raises(service.map.exceptions.DuplicateRequest) as refused:
        service.submit("a", "10.0.0.9")

    assert refused.value.response["DuplicateOperationId"] == first
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 409
    service.succeeds(first)


@pytest.mark.parametrize(
    ("instance", "attributes"),
    [
        ("no spaces", {"AWS_INSTANCE_IPV4": "10.0.0.1"}),
        ("x" * 65, {"AWS_INSTANCE_IPV4": "10.0.0.1"}),
        ("a", {}),
        ("a", {"AWS_INSTANCE_IPV4": "10.0.0.256"}),
        ("a", {"AWS_INSTANCE_IPV4": "10.0.0.1", "AWS_INSTANCE_PORT": "70000"}),
        ("a", {"AWS_INSTANCE_IPV4": "10.0.0.1", "AWS_INIT_HEALTH_STATUS": "HEALTHY"}),
        ("a", {"AWS_INSTANCE_IPV4": "10.0.0.1", "long": "x" * 1025}),
        ("a", {"AWS_INSTANCE_IPV4": "10.0.0.1"} | {f"key-{number}": "" for number in range(30)}),
    ],
    ids=["id", "long id", "no address", "address", "port", "health without a check", "long value", "many attributes"],
)
def test_refuses_what_aws_refuses(aws: Clients, instance: str, attributes: dict) -> None:
    service = Service(aws)

    refused = refuses(
        lambda: service.map.register_instance(ServiceId=service.id, InstanceId=instance, Attributes=attributes)
    )

    assert refused == ("InvalidInput", 400)


def test_an_srv_record_needs_a_port(aws: Clients) -> None:
    service = Service(aws, dns=SRV_RECORD)

    assert refuses(lambda: service.submit("a"))[0] == "InvalidInput"


def test_what_is_not_there_is_404(aws: Clients) -> None:
    service = Service(aws)

    assert refuses(lambda: service.map.get_instance(ServiceId=service.id, InstanceId="a")) == ("InstanceNotFound", 404)
    assert refuses(lambda: service.map.get_service(Id="srv-none")) == ("ServiceNotFound", 404)


def test_custom_health_takes_effect_later(aws: Clients, slowly: Callable[[], None]) -> None:
    service = Service(aws, **CUSTOM_HEALTH)
    service.register("a")
    slowly()

    def health() -> str:
        return service.map.get_instances_health_status(ServiceId=service.id)["Status"]["a"]

    service.map.update_instance_custom_health_status(ServiceId=service.id, InstanceId="a", Status="UNHEALTHY")

    assert health() == "HEALTHY"
    wait_until(lambda: health() == "UNHEALTHY")


def test_custom_health_needs_its_configuration(aws: Clients) -> None:
    service = Service(aws)
    service.register("a")

    refused = refuses(
        lambda: service.map.update_instance_custom_health_status(ServiceId=service.id, InstanceId="a", Status="HEALTHY")
    )

    assert refused == ("CustomHealthNotFound", 404)


def test_an_instance_may_begin_unhealthy(aws: Clients) -> None:
    service = Service(aws, **CUSTOM_HEALTH)

    service.register("a", AWS_INIT_HEALTH_STATUS="UNHEALTHY")

    assert service.map.get_instances_health_status(ServiceId=service.id)["Status"] == {"a": "UNHEALTHY"}


def test_a_page_holds_a_hundred_instances(aws: Clients) -> None:
    service = Service(aws)
    operations = [service.submit(f"i-{number:03}") for number in range(101)]
    for operation in operations:
        service.succeeds(operation)

    first = service.map.list_instances(ServiceId=service.id)

    assert len(first["Instances"]) == 100
    assert len(service.map.list_instances(ServiceId=service.id, NextToken=first["NextToken"])["Instances"]) == 1


def test_services_are_listed_by_namespace(aws: Clients) -> None:
    service, _ = Service(aws), Service(aws)

    listed = service.map.list_services(Filters=[{"Name": "NAMESPACE_ID", "Values": [service.namespace]}])["Services"]

    assert [found["Id"] for found in listed] == [service.id]


def test_a_service_with_instances_is_not_deleted(aws: Clients) -> None:
    service = Service(aws)
    service.register("a")

    assert refuses(lambda: service.map.delete_service(Id=service.id)) == ("ResourceInUse", 409)


def test_the_zone_has_the_namespaces_name_and_negative_ttl(aws: Clients) -> None:
    service = Service(aws, soa_ttl=7)

    assert service.zone()["Name"] == f"{service.namespace_name}."
    [(_, authority)] = service.records("SOA")
    assert authority.split()[-1] == "7"


def test_each_instance_is_a_record(aws: Clients) -> None:
    service = Service(aws)

    service.register("a", "10.0.0.1")
    service.register("b", "10.0.0.2")
    assert service.records("A") == [("app", "10.0.0.1"), ("app", "10.0.0.2")]

    service.deregister("a")
    assert service.records("A") == [("app", "10.0.0.2")]


def test_an_srv_record_names_a_host_of_the_instance(aws: Clients) -> None:
    service = Service(aws, dns=SRV_RECORD)

    service.register("a", "10.0.0.1", AWS_INSTANCE_PORT="8080")

    assert service.records("SRV") == [("app", "1 1 8080 a.app")]
    assert service.records("A") == [("a.app", "10.0.0.1")]


def test_unhealthy_instances_answer_only_when_none_is_healthy(aws: Clients) -> None:
    service = Service(aws, **CUSTOM_HEALTH)

    service.register("a", "10.0.0.1", AWS_INIT_HEALTH_STATUS="UNHEALTHY")
    assert service.records("A") == [("app", "10.0.0.1")]

    service.register("b", "10.0.0.2")
    assert service.records("A") == [("app", "10.0.0.2")]


def test_a_scenario_lets_operations_fail(world: Clients, command: Callable[..., dict]) -> None:
    service = Service(world)
    command("POST", "fail-operations", "no permission to change the zone")
    try:
        operation = service.submit("a")
        ended = wait_until(lambda: service.ended(operation))
    finally:
        command("POST", "fail-operations", "off")

    assert (ended["Status"], ended["ErrorMessage"]) == ("FAIL", "no permission to change the zone")
    assert service.instances() == {}


def test_a_scenario_lets_the_operations_about_one_service_fail(world: Clients, command: Callable[..., dict]) -> None:
    another = Service(world)
    command("POST", "fail-operations", "no permission to change the zone", "mlflow")
    try:
        another.register("a", "10.0.0.1")
    finally:
        command("POST", "fail-operations", "off")

    assert list(another.instances()) == ["a"]


def test_a_scenario_slows_operations_down(world: Clients, command: Callable[..., dict]) -> None:
    service = Service(world)
    command("POST", "slow-operations", "600")
    try:
        operation = service.submit("a")
        wait_until(lambda: service.map.get_operation(OperationId=operation)["Operation"]["Status"] == "SUBMITTED")
    finally:
        command("POST", "slow-operations", "off")

    assert service.ended(operation) is None
