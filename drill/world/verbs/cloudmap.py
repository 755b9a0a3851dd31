"""What people do to Cloud Map by hand, or with `terraform destroy -target`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world import hokusai
from world.verbs.common import service_name

if TYPE_CHECKING:
    from world.world import World

RECORDS = ("A", "SRV")


def recreate_cloud_map_service(world: World, service: str, records: str | None = None) -> dict:
    """The Cloud Map service is deleted, and made again under its name; ECS goes on naming the old one.

    records: the types of its DNS records, `A`, `SRV` or `A,SRV`; without them as before
    """
    name = world.cloud_map[service_name(world, service)]
    cloud_map = world.client("servicediscovery")
    before = hokusai.cloud_map_services(cloud_map).get(name)
    kinds = _kinds(records, before)
    deleted = _delete(world, name)
    [namespace] = cloud_map.list_namespaces(Filters=[{"Name": "NAME", "Values": [hokusai.NAMESPACE]}])["Namespaces"]
    return deleted | {"made": hokusai.make_cloud_map_service(cloud_map, namespace["Id"], name, kinds)}


def delete_cloud_map_service(world: World, service: str) -> dict:
    """The Cloud Map service is deleted with all its instances; ECS goes on naming it."""
    return _delete(world, world.cloud_map[service_name(world, service)])


def service_id(world: World, service: str) -> str:
    """The id of its Cloud Map service. Raises LookupError if there is none."""
    name = world.cloud_map[service_name(world, service)]
    return hokusai.cloud_map_services(world.client("servicediscovery"))[name]["Id"]


def operate(world: World, cloud_map_service: str, call: str, **arguments: object) -> None:
    """Makes a call on the Cloud Map service, and follows its operation. Raises ValueError if that fails."""
    client = world.client("servicediscovery")
    service = hokusai.cloud_map_services(client)[cloud_map_service]["Id"]
    operation = getattr(client, call)(ServiceId=service, **arguments)["OperationId"]

    def ended() -> bool:
        return client.get_operation(OperationId=operation)["Operation"]["Status"] in ("SUCCESS", "FAIL")

    world.wait_for(ended, "the Cloud Map operation to end")
    outcome = client.get_operation(OperationId=operation)["Operation"]
    if outcome["Status"] == "FAIL":
        raise ValueError(f"Cloud Map refused: {outcome['ErrorMessage']}")


def _delete(world: World, name: str) -> dict:
    client = world.client("servicediscovery")
    found = hokusai.cloud_map_services(client).get(name)
    if found is None:
        return {}
    for page in client.get_paginator("list_instances").paginate(ServiceId=found["Id"]):
        for instance in page["Instances"]:
            operate(world, name, "deregister_instance", InstanceId=instance["Id"])
    client.delete_service(Id=found["Id"])
    return {"deleted": found["Arn"]}


def _kinds(records: str | None, before: dict | None) -> tuple[str, ...]:
    if records is None:
        return tuple(each["Type"] for each in before["DnsConfig"]["DnsRecords"]) if before else ("A",)
    kinds = tuple(records.split(","))
    if set(kinds) - set(RECORDS):
        raise ValueError(f"not types of records: {records!r}; there are {', '.join(RECORDS)}")
    return kinds
