"""The scenario verbs: what can happen to the sample's world, done through AWS's own API where a person would do so."""

from __future__ import annotations

import inspect
import json
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from world import hokusai
from world.aws.alarms import SOURCE
from world.aws.ecs_task import STATUSES, now
from world.aws.mend import ACCOUNT, REGION
from world.verbs import alarms, chat, cloudmap, deployments, faults, ledger, many, parameters, stages
from world.verbs.common import delete, oldest_running, recreate, running, seconds, service_name, settled, switch

if TYPE_CHECKING:
    from world.functions import Functions
    from world.world import World

TASK_STATUSES = [status.lower() for status in STATUSES]
SERVICE_EVENTS = [
    "service-steady-state",
    "service-discovery-instance-unhealthy",
    "deployment-in-progress",
    "deployment-completed",
]
ALARM_EVENT = "alarm-state-change"
IPV6_CIDR = "2001:db8::/64"
FOREIGN_CLOUD_MAP_SERVICE = "mlflow"


def recreate_without_registries(world: World, service: str) -> dict:
    """The incident: the ECS service is deleted and made again with serviceRegistries []."""
    return recreate(world, service_name(world, service), [])


def recreate_with_registries(world: World, service: str) -> dict:
    """The lasting fix: the ECS service is made again with its registry."""
    name = service_name(world, service)
    services = hokusai.cloud_map_services(world.client("servicediscovery"))
    return recreate(world, name, [{"registryArn": services[world.cloud_map[name]]["Arn"]}])


def recreate_in_ipv6_subnet(world: World, service: str) -> dict:
    """The ECS service is made again with serviceRegistries [], in a subnet that has IPv6 only."""
    name, ec2 = service_name(world, service), world.client("ec2")
    network = hokusai.service_request(world.client("ecs"), name)["networkConfiguration"]["awsvpcConfiguration"]
    vpc = ec2.describe_subnets(SubnetIds=network["subnets"])["Subnets"][0]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, Ipv6Native=True, Ipv6CidrBlock=IPV6_CIDR)["Subnet"]["SubnetId"]
    return recreate(world, name, [], network={"subnets": [subnet]})


def delete_service(world: World, service: str) -> dict:
    """The ECS service is deleted; waits until its last task has stopped."""
    name = service_name(world, service)
    delete(world, name)
    return {"deleted": name}


def replace_task(world: World, service: str) -> dict:
    """Stops the oldest running task, and waits until its replacement runs and it is STOPPED."""
    stopped = stop_task(world, service)
    return stopped | settled(world, service_name(world, service))


def stop_task(world: World, service: str) -> dict:
    """Asks ECS to stop the oldest running task, and does not wait."""
    task = oldest_running(world, service_name(world, service))
    world.client("ecs").stop_task(cluster=hokusai.CLUSTER, task=task.id, reason="Task stopped by user")
    return {"stopped": task.id, "ip": task.address}


def scale(world: World, service: str, count: str) -> dict:
    """Sets desiredCount, and waits until as many tasks run."""
    name = service_name(world, service)
    if not count.isdigit():
        raise ValueError(f"not a number of tasks: {count!r}")
    room = len(running(world, name)) + world.subnet.free
    if int(count) > room:
        raise ValueError(f"the subnet {world.subnet.cidr} has addresses for {room} tasks of {name}, not for {count}")
    world.client("ecs").update_service(cluster=hokusai.CLUSTER, service=name, desiredCount=int(count))
    return settled(world, name)


def crash_task(world: World, service: str) -> dict:
    """Kills the processes of the oldest running task, as a crash of its application does; does not wait."""
    task = oldest_running(world, service_name(world, service))
    world.life.crash(task)
    if world.pace.stepping:
        # The next step is one of a task that ECS knows to have crashed.
        world.wait_for(lambda: task.desired_status == "STOPPED", "ECS to notice")
    return {"crashed": task.id}


def stop_listening(world: World, service: str) -> dict:
    """The application of the oldest running task ends and its task goes on: from now on it refuses connections."""
    task = oldest_running(world, service_name(world, service))
    world.life.end_application(task)
    return {"refuses": task.id}


def stop_answering(world: World, service: str) -> dict:
    """The application of the oldest running task takes connections from now on, and says nothing."""
    task = oldest_running(world, service_name(world, service))
    world.life.freeze(task)
    return {"silent": task.id}


def answer_again(world: World, service: str) -> dict:
    """It answers again, also those who still wait."""
    task = oldest_running(world, service_name(world, service))
    world.life.thaw(task)
    return {"answers": task.id}


def make_unhealthy(world: World, service: str) -> dict:
    """The container health check of the oldest running task begins to fail; ECS pushes that to custom health."""
    task = oldest_running(world, service_name(world, service))
    for container in task.containers:
        container.health = "UNHEALTHY"
    world.discovery.report_health(task)
    world.fargate.tell_unhealthy(task)
    return {"unhealthy": task.id}


def make_healthy(world: World, service: str) -> dict:
    """The container health checks of all its running tasks succeed; ECS pushes that, too."""
    name = service_name(world, service)
    for task in running(world, name):
        for container in task.containers:
            container.health = "HEALTHY"
        world.discovery.report_health(task)
    return {"healthy": [task.id for task in running(world, name)]}


def add_foreign_instance(world: World, name: str) -> dict:
    """A second MLflow outside of ECS, which somebody has registered by hand in MLflow's Cloud Map service."""
    if name in world.foreign:
        raise ValueError(f"there is a foreign instance {name} already")
    address = world.subnet.take()
    attributes = {"AWS_INSTANCE_IPV4": address, "AWS_INSTANCE_PORT": str(hokusai.MLFLOW_PORT), "registered-by": "hand"}
    world.foreign[name] = world.start_mlflow(name, address)
    cloudmap.operate(world, FOREIGN_CLOUD_MAP_SERVICE, "register_instance", InstanceId=name, Attributes=attributes)
    return {"instance": name, "ipv4": address}


def remove_foreign_instance(world: World, name: str) -> dict:
    """Takes it out of Cloud Map, and ends its process."""
    if name not in world.foreign:
        raise LookupError(f"no foreign instance {name}")
    cloudmap.operate(world, FOREIGN_CLOUD_MAP_SERVICE, "deregister_instance", InstanceId=name)
    address, process = world.foreign.pop(name)
    world.processes.stop(process)
    world.subnet.give_back(address)
    return {"instance": name}


def fail_operations(world: World, message: str, service: str | None = None) -> dict:
    """From now on every Cloud Map operation, or every one about this service, ends as FAIL with this message; `off`: no
    longer.
    """
    world.rules.failing = None if service is None else cloudmap.service_id(world, service)
    world.rules.failure = None if message == "off" else message
    return {"failure": world.rules.failure}


def slow_operations(world: World, duration: str) -> dict:
    """From now on every Cloud Map operation takes so long; `off`: as long as when the world was made."""
    world.rules.operation_seconds = seconds(duration, world.options.operation_seconds)
    return {"operationSeconds": world.rules.operation_seconds}


def allow_hosts(world: World, hosts: str) -> dict:
    """MLflow's tasks are replaced by such as let in only these Host headers: a new revision, deployed."""
    ecs = world.client("ecs")
    service = ecs.describe_services(cluster=hokusai.CLUSTER, services=[hokusai.MLFLOW])["services"][0]
    now = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
    [container] = now["containerDefinitions"]
    revision = ecs.register_task_definition(
        **{name: now[name] for name in ("family", "networkMode", "requiresCompatibilities", "cpu", "memory")},
        containerDefinitions=[container | {"command": ["--allowed-hosts", hosts]}],
    )["taskDefinition"]["taskDefinitionArn"]
    ecs.update_service(cluster=hokusai.CLUSTER, service=hokusai.MLFLOW, taskDefinition=revision)
    return settled(world, hokusai.MLFLOW)


def configure(world: World, key: str, value: str) -> dict:
    """Sets one key of the functions' configuration to this JSON value; they notice within a minute."""
    ssm = world.client("ssm")
    document = json.loads(ssm.get_parameter(Name=hokusai.CONFIGURATION_PARAMETER)["Parameter"]["Value"])
    document[key] = json.loads(value)
    ssm.put_parameter(Name=hokusai.CONFIGURATION_PARAMETER, Value=json.dumps(document), Overwrite=True)
    return document


def fail_function(world: World, function: str) -> dict:
    """From now on this function fails whenever it is invoked, before it does anything; `off`: none does."""
    functions = world.functions()
    functions.failing = None if function == "off" else _known(functions, function)
    return {"failing": functions.failing}


def kill_function(world: World, function: str) -> dict:
    """SIGKILL for the environment of this function that has been at work the longest, in the middle of it."""
    functions = world.functions()
    return {"killed": functions.kill(_known(functions, function))}


def _known(functions: Functions, name: str) -> str:
    if name not in functions.names:
        raise LookupError(f"no such function: {name}; there are {', '.join(functions.names)}")
    return name


def hide_zone(world: World, wanted: str) -> dict:
    """on: the VPC no longer sees the private zone, as after its disassociation; off: it does again. Caches are empty."""
    world.zone_is_hidden = switch(wanted)
    world.resolver.flush()
    return {"hidden": world.zone_is_hidden}


def fail_dns(world: World, wanted: str) -> dict:
    """on: the VPC's resolver answers SERVFAIL to what it does not know; off: no longer. Caches are empty."""
    world.authority.failing = switch(wanted)
    world.resolver.flush()
    return {"failing": world.authority.failing}


def event(world: World, name: str, service: str | None = None) -> dict:
    """An event about the world as it now is.

    name: `scheduled`, `task-STATUS`, ALARM_EVENT or one of SERVICE_EVENTS; of all but the first the world's own last
        one, about a task that is still in that status if there is one
    service: whose event; without it MLflow's
    """
    if name == "scheduled":
        return _scheduled()
    if name == ALARM_EVENT:
        return _alarm_event(world)
    wanted = service_name(world, service or "mlflow")
    named = [found for found in reversed(world.bus.events()) if _name(found) == name and _concerns(found, wanted)]
    statuses = {task.arn: task.last_status for task in world.fargate.tasks_of(hokusai.CLUSTER, wanted)}
    current = [found for found in named if statuses.get(found["resources"][0]) == found["detail"].get("lastStatus", "")]
    if found := current or named:
        return found[0]
    known = [f"task-{status}" for status in TASK_STATUSES] + SERVICE_EVENTS + [ALARM_EVENT, "scheduled"]
    if name in known:
        raise LookupError(f"{wanted} has not made a {name} event yet")
    raise ValueError(f"no such event: {name}; there are {', '.join(known)}")


def _name(event: dict) -> str:
    """What this command calls the event, as the files in events/ are called."""
    if event["source"] == SOURCE:
        return ALARM_EVENT
    if event["detail-type"] == "ECS Task State Change":
        return f"task-{event['detail']['lastStatus'].lower()}"
    name = event["detail"]["eventName"].lower().replace("_", "-")
    return name.removeprefix("service-") if event["detail-type"] == "ECS Deployment State Change" else name


def _concerns(event: dict, service: str) -> bool:
    return event["detail"].get("group") == f"service:{service}" or event["resources"][0].endswith(f"/{service}")


def _alarm_event(world: World) -> dict:
    """The last one, of whichever alarm."""
    if found := [event for event in world.bus.events() if event["source"] == SOURCE]:
        return found[-1]
    raise LookupError("no alarm has changed its state yet")


def _scheduled() -> dict:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [f"arn:aws:events:{REGION}:{ACCOUNT}:rule/remediation-SweepEveryMinute"],
        "detail": {},
    }


VERBS: dict[str, Callable[..., dict]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        recreate_without_registries,
        recreate_with_registries,
        recreate_in_ipv6_subnet,
        delete_service,
        replace_task,
        stop_task,
        crash_task,
        stop_listening,
        stop_answering,
        answer_again,
        scale,
        make_unhealthy,
        make_healthy,
        add_foreign_instance,
        remove_foreign_instance,
        fail_operations,
        slow_operations,
        allow_hosts,
        configure,
        fail_function,
        kill_function,
        ledger.fail_ledger,
        chat.chat_fails,
        hide_zone,
        fail_dns,
        deployments.deploy,
        deployments.two_colours,
        deployments.next_colour,
        cloudmap.recreate_cloud_map_service,
        cloudmap.delete_cloud_map_service,
        many.guard_many,
        alarms.set_alarm,
        parameters.set_parameter,
        parameters.parameter_gone,
        parameters.make_secret,
        parameters.make_key,
        parameters.disable_key,
        stages.step,
        stages.hold_task,
        faults.throttle,
        faults.lose_answers,
        faults.hang,
        faults.fail_pages,
        faults.page_size,
        faults.lag_lists,
        faults.slow_health,
        faults.slow_registration,
        faults.fail_registration,
        faults.forget_task,
        faults.fail_task,
        faults.recycle_addresses,
    )
}


def takes(verb: str) -> list[str]:
    """The names of the verb's arguments, those that may be left out in brackets."""
    [_, *arguments] = inspect.signature(VERBS[verb]).parameters.values()
    return [each.name if each.default is each.empty else f"[{each.name}]" for each in arguments]


def run(world: World, verb: str, arguments: list[str]) -> dict:
    """Lets it happen. Raises LookupError or ValueError, with a message for a person, where it cannot."""
    wanted = takes(verb)
    least = sum(not name.startswith("[") for name in wanted)
    if not least <= len(arguments) <= len(wanted):
        raise ValueError(f"{verb} takes: {', '.join(wanted)}")
    return VERBS[verb](world, *arguments)
