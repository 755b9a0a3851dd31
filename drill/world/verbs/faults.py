"""What goes wrong at AWS: calls that are refused, lists that lag, tasks that ECS no longer knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from world import hokusai
from world.verbs.cloudmap import service_id
from world.verbs.common import number, seconds, service_name, switch, task_of

if TYPE_CHECKING:
    from world.world import World


def throttle(world: World, action: str, calls: str | None = None) -> dict:
    """From now on so many calls of this API action are refused, without a number all; `off`: none of it, or of all."""
    if action == "off" or calls == "off":
        world.call_faults.end_throttling(None if action == "off" else action)
    else:
        world.call_faults.throttle(action, None if calls is None else number(calls))
    return {"throttled": action, "calls": calls}


def lose_answers(world: World, action: str) -> dict:
    """From now on calls of this API action take effect, and end as an internal error; `off`: none does."""
    if action == "off":
        world.call_faults.find_answers()
    else:
        world.call_faults.lose_answers(action)
    return {"losing": action}


def hang(world: World, action: str, service: str | None = None) -> dict:
    """From now on calls of this API action about this service's Cloud Map service, without one about any, get no
    answer; `off`: all do.
    """
    if action == "off":
        world.call_faults.end_hanging()
    else:
        world.call_faults.hang(action, None if service is None else service_id(world, service))
    return {"hanging": action, "service": service}


def fail_pages(world: World, action: str) -> dict:
    """From now on each page of this API action but the first fails; `off`: none does."""
    if action == "off":
        world.call_faults.mend_pages()
    else:
        world.call_faults.break_pages(action)
    return {"failing": action}


def page_size(world: World, size: str) -> dict:
    """From now on no page of a list has more entries; `off`: as AWS."""
    if size == "0":
        raise ValueError("a page has at least one entry")
    world.call_faults.page_size = None if size == "off" else number(size)
    return {"pageSize": world.call_faults.page_size}


def lag_lists(world: World, wanted: str) -> dict:
    """on: ListInstances goes on showing what there is now, whatever is changed; off: it has caught up."""
    world.rules.lag(switch(wanted))
    return {"lagging": wanted}


def slow_health(world: World, duration: str) -> dict:
    """From now on a pushed health takes effect after so many seconds; `off`: as when the world was made."""
    world.rules.custom_health_seconds = seconds(duration, world.options.custom_health_seconds)
    return {"customHealthSeconds": world.rules.custom_health_seconds}


def slow_registration(world: World, duration: str) -> dict:
    """From now on ECS takes so many seconds more to register a task, which is ACTIVATING until then; `off`: none."""
    world.discovery.lag = seconds(duration, 0)
    return {"registrationSeconds": world.discovery.lag}


def fail_registration(world: World, wanted: str) -> dict:
    """on: ECS's own registrations come to nothing, and its tasks run without them; off: no longer."""
    world.discovery.failing = switch(wanted)
    return {"failing": world.discovery.failing}


def forget_task(world: World, task: str) -> dict:
    """ECS no longer knows this task, or the stopped ones of this service: MISSING; `off`: it knows all again."""
    if task == "off":
        world.fargate.failures.clear()
        return {"forgotten": []}
    forgotten = _stopped_or_named(world, task)
    world.fargate.failures |= dict.fromkeys(forgotten, "MISSING")
    return {"forgotten": forgotten}


def fail_task(world: World, task: str, reason: str) -> dict:
    """From now on DescribeTasks names this task, still listed, among its failures with this reason; `off`: no longer."""
    found = task_of(world, task)
    if reason == "off":
        world.fargate.failures.pop(found.id, None)
    else:
        world.fargate.failures[found.id] = reason
    return {"task": found.id, "reason": reason}


def recycle_addresses(world: World, wanted: str) -> dict:
    """on: the next task, whosever it is, gets the address that was given back last; off: no soon reuse."""
    world.subnet.recycling = switch(wanted)
    return {"recycling": world.subnet.recycling}


def _stopped_or_named(world: World, task: str) -> list[str]:
    known = world.fargate.tasks_of(hokusai.CLUSTER)
    if any(found.id == task for found in known):
        return [task]
    try:
        service = service_name(world, task)
    except LookupError:
        raise LookupError(f"no such task or service: {task}") from None
    return [found.id for found in known if found.service == service and found.last_status == "STOPPED"]
