"""Many guarded services at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from world import hokusai
from world.verbs.common import number

if TYPE_CHECKING:
    from world.world import World

MOST = 200
PORT = 5050
PREFIX = "/remediation/services/"


def guard_many(world: World, count: str) -> dict:
    """Makes so many ECS services more, `many-001` and on, each of one task, each with a Cloud Map service that it forgot.

    The functions are configured by one SSM parameter for each of them, and one for the sample's own, from then on.
    """
    wanted = number(count)
    if not 1 <= wanted <= MOST:
        raise ValueError(f"not a number of services from 1 to {MOST}: {count}")
    missing = [name for name in _names(wanted) if name not in world.cloud_map]
    if len(missing) > world.subnet.free:
        raise ValueError(f"the subnet {world.subnet.cidr} has {world.subnet.free} addresses for {len(missing)} tasks")
    _make(world, missing)
    services = [world.fargate.service(hokusai.CLUSTER, name) for name in _names(wanted)]
    world.wait_for(lambda: all(world.fargate.at_rest(service) for service in services), "the services to be steady")
    world.configure_by("ssm-path:" + PREFIX)
    return {"services": _names(wanted), "configuration": "ssm-path:" + PREFIX}


def _make(world: World, names: list[str]) -> None:
    ecs, cloud_map, ssm = world.client("ecs"), world.client("servicediscovery"), world.client("ssm")
    sample = hokusai.service_request(ecs, hokusai.MLFLOW)
    configuration = json.loads(ssm.get_parameter(Name=hokusai.CONFIGURATION_PARAMETER)["Parameter"]["Value"])
    _put(ssm, "sample", configuration)
    [namespace] = cloud_map.list_namespaces(Filters=[{"Name": "NAME", "Values": [hokusai.NAMESPACE]}])["Namespaces"]
    definition = _definition(ecs)
    for name in names:
        hokusai.make_cloud_map_service(cloud_map, namespace["Id"], name, ("A",))
        ecs.create_service(
            **sample | {"serviceName": name, "taskDefinition": definition, "desiredCount": 1}, serviceRegistries=[]
        )
        _put(ssm, name, {"policy": configuration["policy"], "cidrs": configuration["cidrs"], "services": _guard(name)})
        world.cloud_map[name] = name


def _names(count: int) -> list[str]:
    return [f"many-{index:03}" for index in range(1, count + 1)]


def _definition(ecs: object) -> str:
    """A task whose one container is of the crowd: no process of its own."""
    return ecs.register_task_definition(
        family="many",
        networkMode="awsvpc",
        requiresCompatibilities=["FARGATE"],
        cpu="256",
        memory="512",
        containerDefinitions=[
            {
                "name": "crowd",
                "image": f"{hokusai.REPOSITORY_OF_IMAGES}/crowd:latest",
                "portMappings": [{"containerPort": PORT, "protocol": "tcp"}],
            }
        ],
    )["taskDefinition"]["taskDefinitionArn"]


def _guard(name: str) -> dict:
    """The configuration's entry for one of them."""
    return {
        name: {
            "ecsService": name,
            "port": PORT,
            "cloudMap": {"namespace": hokusai.NAMESPACE, "service": name},
            "probe": {"method": "GET", "path": "/health", "expect": [200], "timeout": "PT2S"},
        }
    }


def _put(ssm: object, name: str, document: dict) -> None:
    ssm.put_parameter(Name=PREFIX + name, Type="String", Value=json.dumps(document), Overwrite=True)
