"""What the verbs share: to find services and tasks, and to wait."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from world import hokusai
from world.aws.ecs_task import Task
from world.ports import listening

if TYPE_CHECKING:
    from world.world import World

LOG = logging.getLogger(__name__)
# Longer than any application takes to begin to listen, the real MLflow, too.
LISTEN_SECONDS = 30


def service_name(world: World, short: str) -> str:
    """The ECS service's name, from itself or from its Cloud Map name (`mlflow`, `api`). Raises LookupError."""
    for name, cloud_map in world.cloud_map.items():
        if short in (name, cloud_map):
            return name
    raise LookupError(f"no such service: {short}; there are {', '.join(world.cloud_map.values())}")


def switch(wanted: str) -> bool:
    if wanted not in ("on", "off"):
        raise ValueError(f"neither on nor off: {wanted!r}")
    return wanted == "on"


def seconds(text: str, usual: float) -> float:
    """The number of seconds; for `off` the usual one."""
    return usual if text == "off" else number(text, float)


def number(text: str, kind: type = int) -> float:
    try:
        found = kind(text)
    except ValueError:
        raise ValueError(f"not a number: {text!r}") from None
    if not 0 <= found < float("inf"):
        raise ValueError(f"not a number from zero on: {text!r}")
    return found


def settled(world: World, name: str) -> dict:
    """Waits until the service is steady, or as near to it as it can be while tasks are held, and its applications listen;
    tells its running tasks. Of an application that never listens only the daemon's log tells.
    """
    service = world.fargate.service(hokusai.CLUSTER, name)
    world.wait_for(lambda: world.fargate.at_rest(service), f"{name} to be steady")
    # To ECS a task runs as soon as its processes do. Not asked by connecting: an application may see who connected.
    try:
        world.wait_for(lambda: _listen(world, name), f"{name} to listen", LISTEN_SECONDS)
    except TimeoutError as late:
        # It may be what somebody wants to see repaired.
        LOG.warning("not every task of %s listens: %s", name, late)
    return {"service": name, "tasks": [{"id": task.id, "ip": task.address} for task in running(world, name)]}


def _listen(world: World, name: str) -> bool:
    """Whether at the address of each running task somebody listens, but for those whose application has ended."""
    found = listening()
    return all(task.address in found or not world.life.lives(task) for task in running(world, name))


def running(world: World, name: str) -> list[Task]:
    return [task for task in world.fargate.tasks_of(hokusai.CLUSTER, name) if task.last_status == "RUNNING"]


def oldest_running(world: World, name: str) -> Task:
    """The oldest one that ECS does not want stopped. Raises LookupError without one."""
    found = [task for task in running(world, name) if task.desired_status == "RUNNING"]
    if not found:
        raise LookupError(f"{name} has no running task")
    return found[0]


def task_of(world: World, task_id: str) -> Task:
    """Raises LookupError if ECS has no such task in the guarded cluster."""
    for task in world.fargate.tasks_of(hokusai.CLUSTER):
        if task.id == task_id:
            return task
    raise LookupError(f"no such task: {task_id}")


def recreate(
    world: World, name: str, registries: list[dict], network: dict | None = None, more: dict | None = None
) -> dict:
    """Deletes the ECS service, and makes it again with these registries.

    network: what to change about its `awsvpcConfiguration`; more: further arguments of CreateService
    """
    if world.pace.interferes:
        raise ValueError("a service is not made again while its tasks are held: step off, hold-task off")
    ecs = world.client("ecs")
    again = hokusai.service_request(ecs, name)
    again["networkConfiguration"]["awsvpcConfiguration"] |= network or {}
    delete(world, name)
    ecs.create_service(**again, **(more or {}), serviceRegistries=registries)
    return settled(world, name)


def delete(world: World, name: str) -> None:
    """Deletes the ECS service, and waits until its last task has stopped, or all that are left are held."""
    world.client("ecs").delete_service(cluster=hokusai.CLUSTER, service=name, force=True)
    gone = world.fargate.services[hokusai.CLUSTER, name]

    def drained() -> bool:
        return gone.status == "INACTIVE" or (world.pace.interferes and world.fargate.quiet())

    world.wait_for(drained, f"{name} to drain")
