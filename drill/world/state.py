"""The world as it is now, as one JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from moto.servicediscovery import servicediscovery_backends
from moto.ssm import ssm_backends

from world import hokusai, ledger
from world.aws.ecs_task import iso, now
from world.aws.mend import ACCOUNT, REGION
from world.zones import zones

if TYPE_CHECKING:
    from world.world import World

# The attribute by which the program marks an instance as its own.
OWNER_ATTRIBUTE = "REMEDIATION_OWNER"


def state(world: World) -> dict:
    """Reads everything past the emulator's API, so that no call is counted, and asks the API's MLflow route once.

    That one question is a real one: the API resolves MLflow's name for it, with what follows in its resolver's cache.
    `dns` is what the zone holds, asked of no cache.
    """
    return {
        "services": _services(world),
        "instances": _instances(world.cloud_map),
        "parameters": _parameters(),
        "dns": _dns(world.cloud_map),
        "proxy": {"status": world.route_status()},
        "incidents": [],
        "messages": list(world.chat.messages),
        "unsent": list(world.stream.failures),
        "ledger": ledger.shown(),
        "now": iso(now()),
    }


def _services(world: World) -> dict:
    shown = {}
    with world.fargate.lock:
        for (cluster, name), service in world.fargate.services.items():
            tasks = [
                {
                    "id": task.id,
                    "ip": task.address,
                    "lastStatus": task.last_status,
                    "desiredStatus": task.desired_status,
                    "health": task.health,
                }
                for task in world.fargate.tasks_of(cluster, name)
            ]
            registries = [registry["registryArn"] for registry in service.primary.registries]
            shown[name] = {"tasks": tasks, "registries": registries}
    return shown


def _instances(cloud_map: dict[str, str]) -> dict:
    backend = servicediscovery_backends[ACCOUNT][REGION]
    return {
        f"{service.name}.{backend.namespaces[service.namespace_id].name}": [
            {
                "id": instance.instance_id,
                "ipv4": instance.attributes.get("AWS_INSTANCE_IPV4"),
                "port": int(instance.attributes.get("AWS_INSTANCE_PORT", 0)) or None,
                "health": instance.health_status,
                "owner": owner(cloud_map, service.name, instance.attributes),
                "attributes": dict(instance.attributes),
            }
            for instance in list(service.instances)
        ]
        for service in list(backend.services.values())
    }


def owner(cloud_map: dict[str, str], cloud_map_service: str, attributes: dict[str, str]) -> str:
    """ours, native (ECS wrote it for the service that the name belongs to) or foreign.

    cloud_map: Cloud Map's name of each ECS service
    """
    if OWNER_ATTRIBUTE in attributes:
        return "ours"
    named = (attributes.get("ECS_CLUSTER_NAME"), cloud_map.get(attributes.get("ECS_SERVICE_NAME")))
    return "native" if named == (hokusai.CLUSTER, cloud_map_service) else "foreign"


def _parameters() -> dict:
    return {
        # A SecureString's value is a secret, whoever asks for the state.
        name: {
            "value": None if versions[-1].parameter_type == "SecureString" else versions[-1].value,
            "version": versions[-1].version,
            "type": versions[-1].parameter_type,
        }
        for name, versions in list(ssm_backends[ACCOUNT][REGION]._parameters.items())
        if versions
    }


def _dns(cloud_map: dict[str, str]) -> dict:
    """The addresses that each name leads to, by A records of its own or of its SRV records' targets."""
    records = [record for zone in zones() for record in zone.records]
    addresses: dict[str, list[str]] = {}
    for record in records:
        if record.type == "A":
            addresses.setdefault(record.name, []).extend(record.values)
    names = {f"{name}.{hokusai.NAMESPACE}.": [] for name in cloud_map.values()} | addresses
    for record in records:
        if record.type == "SRV":
            found = [address for value in record.values for address in addresses.get(value.split()[-1], [])]
            leads_to = names.setdefault(record.name, [])
            leads_to.extend(address for address in found if address not in leads_to)
    return {name.rstrip("."): found for name, found in names.items()}
