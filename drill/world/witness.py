"""What was so when a call came that changes something: written down before it takes effect."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from moto.servicediscovery import servicediscovery_backends
from moto.ssm import ssm_backends

from world import hokusai
from world.aws.dynamodb import LOCK as LEDGER
from world.aws.ecs_task import Task, now
from world.aws.mend import ACCOUNT, REGION
from world.calls import READS
from world.state import owner

if TYPE_CHECKING:
    from world.world import World

# Of others the call alone tells enough.
SERVICES = ("servicediscovery", "ecs", "ssm")
ADDRESS = re.compile(r"\d+\.\d+\.\d+\.\d+")
# The one service with an endpoint, and with consumers.
MOVED = hokusai.CLOUD_MAP[hokusai.MLFLOW]


def witnessed(world: World, service: str, action: str, body: bytes) -> dict | None:
    """None for a call that only reads, or is not about what is guarded.

    asked: the request, without a secret
    service: the guarded one that it is about, by its Cloud Map name
    instance: owner and attributes of the one that it names, as it stood
    tasks: those that it names, by id or by address
    lease: the guarded service's, as Leases.shown has it
    """
    if service not in SERVICES or READS.match(action):
        return None
    asked = _asked(body)
    about = _cloud_map_name(asked) if service == "servicediscovery" else MOVED
    with LEDGER:
        lease = world.leases.shown(about)
    return {
        "asked": _without_secret(asked),
        "service": about,
        "instance": _instance(world, asked),
        "tasks": [_shown(world, task) for task in _tasks(world, asked)],
        "lease": lease,
    }


def _asked(body: bytes) -> dict:
    try:
        asked = json.loads(body)
    except ValueError:
        return {}
    return asked if isinstance(asked, dict) else {}


def _without_secret(asked: dict) -> dict:
    name, parameters = str(asked.get("Name")), ssm_backends[ACCOUNT][REGION]._parameters
    # Stock moto keeps a name of one level without its slash.
    versions = parameters.get(name) or parameters.get(name.removeprefix("/"))
    kind = versions[-1].parameter_type if versions else asked.get("Type")
    return asked | {"Value": None} if kind == "SecureString" else asked


def _cloud_map_name(asked: dict) -> str | None:
    found = servicediscovery_backends[ACCOUNT][REGION].services.get(asked.get("ServiceId"))
    return found.name if found else None


def _instance(world: World, asked: dict) -> dict | None:
    service = servicediscovery_backends[ACCOUNT][REGION].services.get(asked.get("ServiceId"))
    for instance in list(service.instances) if service else []:
        if instance.instance_id == asked.get("InstanceId"):
            attributes = dict(instance.attributes)
            return {"owner": owner(world.cloud_map, service.name, attributes), "attributes": attributes}
    return None


def _tasks(world: World, asked: dict) -> list[Task]:
    addresses = ADDRESS.findall(str(asked.get("Value") or ""))
    with world.fargate.lock:
        known = world.fargate.tasks_of(hokusai.CLUSTER)
    return [task for task in known if task.id == asked.get("InstanceId") or task.address in addresses]


def _shown(world: World, task: Task) -> dict:
    """ran: whether it ever came to RUNNING; stoppedFor: in seconds, None if it is not STOPPED"""
    stopped = task.moments.get("stoppedAt")
    return {
        "id": task.id,
        "service": world.cloud_map.get(task.service),
        "ip": task.address,
        "lastStatus": task.last_status,
        "desiredStatus": task.desired_status,
        "ran": "startedAt" in task.moments,
        "stoppedFor": (now() - stopped).total_seconds() if stopped else None,
    }
