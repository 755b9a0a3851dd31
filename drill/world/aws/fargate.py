"""The Fargate of the local world: keeps each service at its desired count, one deployment after another."""

from __future__ import annotations

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta

from moto.ecs import ecs_backends
from moto.ecs.exceptions import ServiceNotFoundException

from world.aws.ecs_service import Deployment, Service
from world.aws.ecs_task import Attachment, Container, Task, iso, now
from world.aws.mend import ACCOUNT, REGION
from world.aws.pace import Pace

LOG = logging.getLogger(__name__)
FAILURES = ("TaskFailedToStart", "EssentialContainerExited")
# ECS shows stopped tasks for at least one hour (API, DescribeTasks).
STOPPED_SHOWN = timedelta(hours=1)


class Fargate:
    """Services and tasks, guarded by `lock`.

    pace: when a task goes on to its next status
    live: lives one task's life, on a thread of its own, and returns when the task is STOPPED
    emit: takes detail-type, resources and detail of each event
    subnet: finds the first subnet of a deployment's network configuration: id, availability zone, whether IPv6 only
    """

    def __init__(
        self,
        pace: Pace,
        live: Callable[[Task], None],
        emit: Callable[[str, list[str], dict], None],
        subnet: Callable[[dict], tuple[str, str, bool]],
    ):
        self.lock = threading.RLock()
        self.pace = pace
        self.services: dict[tuple[str, str], Service] = {}
        # Tasks that DescribeTasks names among its failures, with the reason, by id.
        self.failures: dict[str, str] = {}
        self._tasks: dict[str, Task] = {}
        self._live = live
        self._emit = emit
        self._subnet = subnet
        self._changed = threading.Event()
        self._ended = threading.Event()
        self._stopping: dict[str, threading.Event] = {}
        self._thread = threading.Thread(target=self._schedule, name="ecs-scheduler", daemon=True)
        self._thread.start()

    def tasks_of(self, cluster: str, service: str | None = None) -> list[Task]:
        """All tasks of the cluster that ECS still shows, or of one of its services; oldest first."""
        with self.lock:
            return [
                task
                for task in self._tasks.values()
                if task.cluster == cluster and (service is None or task.service == service)
            ]

    def service(self, cluster: str, name: str) -> Service:
        """Raises ServiceNotFoundException for one that is not there, or no longer."""
        found = self.services.get((cluster, name))
        if found is None or found.status != "ACTIVE":
            raise ServiceNotFoundException()
        return found

    def add(self, cluster: str, service: Service) -> None:
        with self.lock:
            self.services[cluster, service.name] = service
            self._deployment_event(service, "IN_PROGRESS")
        self.look()

    def scale(self, service: Service, desired_count: int) -> None:
        """ECS tells of a new desired count only where it was not a person who set it (guide, "service action events")."""
        with self.lock:
            service.desired_count, service.steady = desired_count, False
        self.look()

    def deploy(self, service: Service, deployment: Deployment) -> None:
        """Begins a rolling update: the new deployment is PRIMARY, the old ones go when it is complete."""
        with self.lock:
            service.deployments.insert(0, deployment)
            service.steady = False
            self._deployment_event(service, "IN_PROGRESS")
        self.look()

    def add_colour(self, service: Service, colour: Deployment) -> None:
        """Starts a second colour beside the one in production, which stands until `end_colours`."""
        with self.lock:
            service.production = service.primary.id
            service.primary.stands = True
            self.deploy(service, colour)

    def shift_production(self, service: Service) -> None:
        """The newest colour gets the production traffic."""
        with self.lock:
            service.production = service.primary.id
            service.primary.updated = now()
            self._service_event(service, "SERVICE_STEADY_STATE")

    def end_colours(self, service: Service) -> None:
        """The tasks of all colours but the one in production are to stop."""
        with self.lock:
            service.in_production.stands = False
            service.deployments[:] = [service.in_production]
            service.production, service.steady = None, False
        self.look()

    def drain(self, service: Service) -> None:
        with self.lock:
            service.status, service.desired_count = "DRAINING", 0
        self.look()

    def start(self, cluster: str, service: Service | None, deployment: Deployment) -> Task:
        """Starts a task of the deployment; it is PROVISIONING when this returns."""
        definition = ecs_backends[ACCOUNT][REGION].describe_task_definition(deployment.definition_arn)
        subnet, zone, ipv6_only = self._subnet(deployment.network)
        attachments = [Attachment("eni", details=[{"name": "subnetId", "value": subnet}])]
        if deployment.registries:
            attachments.append(Attachment("sdi"))
        if service and service.load_balancers:
            attachments.append(Attachment("elb"))
        task = Task(
            id=uuid.uuid4().hex,
            account=ACCOUNT,
            region=REGION,
            cluster=cluster,
            service=service.name if service else None,
            deployment=deployment.id,
            definition_arn=definition.arn,
            cpu=str(definition.cpu or 256),
            memory=str(definition.memory or 512),
            subnet=subnet,
            zone=zone,
            containers=[Container(each["name"], each["image"]) for each in definition.container_definitions],
            attachments=attachments,
            registries=deployment.registries,
            load_balancers=service.load_balancers if service else [],
            ipv6_only=ipv6_only,
            task_set_external_id=deployment.external_id,
        )
        with self.lock:
            self._tasks[task.id] = task
            self._stopping[task.id] = threading.Event()
            self.pace.begin(task)
            life = threading.Thread(target=self._live_and_look, args=(task,), name=f"task-{task.id[:8]}", daemon=True)
        life.start()
        return task

    def stop(self, task: Task, code: str, reason: str) -> None:
        """Asks a task to stop: desiredStatus STOPPED at once, the rest at the world's pace. Again: nothing."""
        with self.lock:
            if task.desired_status == "STOPPED":
                return
            task.desired_status, task.stop_code, task.stopped_reason = "STOPPED", code, reason
            task.mark("stoppingAt")
            if service := self.services.get((task.cluster, task.service)):
                service.steady = False
                for deployment in service.deployments:
                    deployment.failed_tasks += deployment.id == task.deployment and code in FAILURES
            self._stopping[task.id].set()

    def stopping(self, task: Task) -> threading.Event:
        """Is set once the task was asked to stop."""
        return self._stopping[task.id]

    def move(self, task: Task, status: str) -> None:
        """Brings a task to its next status and tells the world: one version, one event."""
        with self.lock:
            task.last_status = status
            task.version += 1
            self._emit("ECS Task State Change", [task.arn], task.event_detail())
        self.look()

    def tell_unhealthy(self, task: Task) -> None:
        """What ECS says of a task with a registry whose container health check fails.

        Source: guide, "Amazon ECS service action events"; the registries are in the event's schema.
        """
        if task.registries:
            with self.lock:
                self._service_event(
                    self.services[task.cluster, task.service],
                    "SERVICE_DISCOVERY_INSTANCE_UNHEALTHY",
                    eventType="WARN",
                    serviceRegistryArns=[registry["registryArn"] for registry in task.registries],
                )

    def look(self) -> None:
        """Wakes the scheduler."""
        self._changed.set()

    def end(self) -> None:
        """Ends the scheduler. Tasks are left as they are."""
        self._ended.set()
        self.look()
        self._thread.join()

    def _live_and_look(self, task: Task) -> None:
        try:
            self._live(task)
        finally:
            self.pace.end(task)
            self.look()

    def quiet(self) -> bool:
        """Whether nothing more happens until something is asked of ECS, or a task that is kept may go on."""
        if not self.pace.quiet():
            return False
        self._settle_all()
        return self.pace.quiet()

    def at_rest(self, service: Service) -> bool:
        """Whether the service is steady, or as near to it as the tasks that are kept where they are let it come."""
        return service.steady or (self.pace.interferes and self.quiet())

    def _schedule(self) -> None:
        while not self._ended.is_set():
            self._changed.wait(1)
            self._changed.clear()
            self._settle_all()

    def _settle_all(self) -> None:
        with self.lock:
            living: dict[tuple[str, str | None], list[Task]] = {}
            for task in self._tasks.values():
                if task.last_status != "STOPPED":
                    living.setdefault((task.cluster, task.service), []).append(task)
            for (cluster, name), service in list(self.services.items()):
                try:
                    self._settle(cluster, service, living.get((cluster, name), []))
                except Exception:
                    LOG.exception("the scheduler failed on service %s", service.name)
            self._forget()

    def _settle(self, cluster: str, service: Service, living: list[Task]) -> None:
        """One step of one service towards what it should be. living: its tasks that have not stopped, oldest first"""
        wanted = [task for task in living if task.desired_status == "RUNNING"]
        if service.status == "DRAINING":
            self._stop_all(service, wanted)
            if not living:
                service.status = "INACTIVE"
            return
        if service.status != "ACTIVE":
            return
        standing = {deployment.id: [] for deployment in service.standing}
        for task in wanted:
            standing.get(task.deployment, []).append(task)
        for deployment in service.standing:
            mine = standing[deployment.id]
            for _ in range(service.desired_count - len(mine)):
                started = self.start(cluster, service, deployment)
                service.say(f"has started 1 tasks: (task {started.id}).")
            self._stop_all(service, mine[service.desired_count :])
        running = [task for mine in standing.values() for task in mine if task.last_status == "RUNNING"]
        desired = service.desired_count * len(standing)
        if len(running) >= desired:
            self._stop_all(service, [task for task in wanted if task.deployment not in standing])
        if desired == len(running) == len(living):
            self._steady(service)
        else:
            service.steady = False

    def _stop_all(self, service: Service, tasks: list[Task]) -> None:
        for task in tasks:
            self.stop(
                task, "ServiceSchedulerInitiated", f"Scaling activity initiated by (deployment {service.primary.id})"
            )
            service.say(f"has stopped 1 running tasks: (task {task.id}).")

    def _steady(self, service: Service) -> None:
        if service.steady:
            return
        service.steady = True
        service.deployments[:] = service.standing
        if not service.primary.completed and len(service.deployments) == 1:
            service.primary.completed, service.primary.updated = True, now()
            service.say(f"(deployment {service.primary.id}) deployment completed.")
            self._deployment_event(service, "COMPLETED")
        service.say("has reached a steady state.")
        self._service_event(service, "SERVICE_STEADY_STATE" if service.controller == "ECS" else "TASKSET_STEADY_STATE")

    def _service_event(self, service: Service, name: str, **more: object) -> None:
        detail = {"eventType": "INFO", "eventName": name, "clusterArn": service.cluster_arn, "createdAt": iso(now())}
        self._emit("ECS Service Action", [service.arn], detail | more)

    def _deployment_event(self, service: Service, state: str) -> None:
        # Of task sets there are none.
        if service.controller != "ECS":
            return
        deployment = service.primary
        detail = {
            "eventType": "INFO",
            "eventName": f"SERVICE_DEPLOYMENT_{state}",
            "deploymentId": deployment.id,
            "updatedAt": iso(now()),
            "reason": f"ECS deployment {deployment.id} {state.lower().replace('_', ' ')}.",
        }
        self._emit("ECS Deployment State Change", [service.arn], detail)

    def _forget(self) -> None:
        horizon = now() - STOPPED_SHOWN
        for task in list(self._tasks.values()):
            if task.last_status == "STOPPED" and task.moments["stoppedAt"] < horizon:
                del self._tasks[task.id], self._stopping[task.id]
