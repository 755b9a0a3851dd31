"""New deployments: by rolling update, and by two colours."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from world import hokusai
from world.aws.ecs_service import Deployment, Service
from world.verbs.common import recreate, service_name, settled

if TYPE_CHECKING:
    from world.world import World

CONTROLLERS = ("CODE_DEPLOY", "EXTERNAL")
STRATEGIES = ("BLUE_GREEN", "LINEAR", "CANARY")


def deploy(world: World, service: str) -> dict:
    """Replaces every task by a rolling update with nothing changed, and waits until it is complete."""
    name = service_name(world, service)
    world.client("ecs").update_service(cluster=hokusai.CLUSTER, service=name, forceNewDeployment=True)
    return settled(world, name)


def two_colours(world: World, service: str, kind: str) -> dict:
    """Makes the ECS service again, without its registry, so that it is deployed by colours; one of them runs.

    kind: the deployment controller (one of CONTROLLERS), or the strategy of ECS itself (one of STRATEGIES)
    """
    if kind in CONTROLLERS:
        more = {"deploymentController": {"type": kind}}
    elif kind in STRATEGIES:
        more = {"deploymentConfiguration": {"strategy": kind}}
    else:
        raise ValueError(f"not a way to deploy by colours: {kind}; there are {', '.join(CONTROLLERS + STRATEGIES)}")
    name = service_name(world, service)
    recreate(world, name, [], more=more)
    made = world.fargate.service(hokusai.CLUSTER, name)
    made.primary.external_id = _external_id(made)
    return _colours(world, made)


def next_colour(world: World, service: str) -> dict:
    """One stage of a deployment by colours: a second one starts; it gets the traffic; the first one ends; and so on."""
    name = service_name(world, service)
    found = world.fargate.service(hokusai.CLUSTER, name)
    if (found.controller, found.strategy) == ("ECS", "ROLLING"):
        raise ValueError(f"{name} is deployed by rolling updates: two-colours comes first")
    now = found.primary
    if len(found.deployments) == 1:
        second = Deployment(now.definition_arn, now.registries, now.network, external_id=_external_id(found))
        world.fargate.add_colour(found, second)
    elif found.in_production is not now:
        world.fargate.shift_production(found)
    else:
        world.fargate.end_colours(found)
    settled(world, name)
    return _colours(world, found)


def _external_id(service: Service) -> str | None:
    """What CodeDeploy, or whoever deploys, calls its deployment."""
    return None if service.controller == "ECS" else f"d-{uuid.uuid4().hex[:9].upper()}"


def _colours(world: World, service: Service) -> dict:
    tasks = world.fargate.tasks_of(hokusai.CLUSTER, service.name)
    return {
        "colours": [
            {
                "id": colour.id,
                "inProduction": colour is service.in_production,
                "tasks": [task.id for task in tasks if task.deployment == colour.id and task.last_status == "RUNNING"],
            }
            for colour in service.deployments
        ]
    }
