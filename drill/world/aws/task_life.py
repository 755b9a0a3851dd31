"""A task's life on Fargate, from PROVISIONING to STOPPED, with its network interface, discovery and processes."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from typing import Protocol

from moto.ecs import ecs_backends

from world.aws.discovery import Discovery
from world.aws.ecs_task import Task
from world.aws.elbv2 import Targets
from world.aws.fargate import Fargate
from world.aws.mend import ACCOUNT, REGION
from world.aws.pace import Pace

LOG = logging.getLogger(__name__)
WATCH_SECONDS = 0.05


class Process(Protocol):
    """A container's process: the part of subprocess.Popen that is needed here."""

    def poll(self) -> int | None: ...

    def kill(self) -> None: ...

    def send_signal(self, sent: int) -> None: ...


class Containers(Protocol):
    """What runs the containers of a task."""

    def start(self, task_id: str, definition: dict, address: str) -> Process: ...

    def stop(self, process: Process) -> int: ...


class TaskLife:
    """Lives the lives of tasks, each on the thread that calls `live`.

    pace: when a task goes on to its next status
    take_address, give_back: the IPv4 addresses of the subnet
    """

    def __init__(
        self,
        pace: Pace,
        containers: Containers,
        discovery: Discovery,
        targets: Targets,
        take_address: Callable[[], str],
        give_back: Callable[[str], None],
    ):
        self._pace = pace
        self._containers = containers
        self._discovery = discovery
        self._targets = targets
        self._take_address = take_address
        self._give_back = give_back
        self._processes: dict[str, list[Process]] = {}
        # Tasks that go on without their application.
        self._hollow: set[str] = set()
        self._running: dict[str, Task] = {}
        self.fargate: Fargate | None = None
        threading.Thread(target=self._watch, name="ecs-watch", daemon=True).start()

    def live(self, task: Task) -> None:
        """Returns when the task is STOPPED."""
        try:
            for step in (self._provision, self._pend, self._activate, self._run):
                step(task)
                if self._asked_to_stop(task):
                    break
        except Exception as failure:
            LOG.exception("task %s failed to start", task.id)
            self.fargate.stop(task, "TaskFailedToStart", f"ResourceInitializationError: {failure}")
        for step in (self._deactivate, self._stop, self._deprovision, self._stopped):
            step(task)

    def lives(self, task: Task) -> bool:
        """Whether none of the task's processes has ended."""
        return all(process.poll() is None for process in self._processes.get(task.id, []))

    def crash(self, task: Task) -> None:
        """Ends the task's processes as a crash would, without ECS having asked for it."""
        for process in self._processes.get(task.id, []):
            process.kill()

    def end_application(self, task: Task) -> None:
        """Ends the task's processes behind the back of ECS, as where a container's first process outlives its server."""
        self._hollow.add(task.id)
        self.crash(task)

    def freeze(self, task: Task) -> None:
        """The kernel goes on taking connections for the task's processes, and they do nothing until `thaw`."""
        self._signal(task, signal.SIGSTOP)

    def thaw(self, task: Task) -> None:
        self._signal(task, signal.SIGCONT)

    def _provision(self, task: Task) -> None:
        self.fargate.move(task, "PROVISIONING")
        self._wait(task)

    def _pend(self, task: Task) -> None:
        task.attach_address(self._take_address())
        task.mark("connectivityAt")
        self.fargate.move(task, "PENDING")
        task.mark("pullStartedAt")
        self._wait(task)
        task.mark("pullStoppedAt")

    def _activate(self, task: Task) -> None:
        definition = ecs_backends[ACCOUNT][REGION].describe_task_definition(task.definition_arn)
        self._processes[task.id] = []
        for container, wanted in zip(task.containers, definition.container_definitions, strict=True):
            self._processes[task.id].append(self._containers.start(task.id, wanted, task.address))
            container.last_status = "RUNNING"
            container.runtime_id = f"{task.id}-{len(self._processes[task.id]):010}"
            container.health = "HEALTHY" if wanted.get("healthCheck") else "UNKNOWN"
        self.fargate.move(task, "ACTIVATING")
        self._wait(task)
        self._targets.register(task)
        if task.registries:
            self._discovery.register(task, self.fargate.stopping(task))
            self._pace.stop_over(task)

    def _run(self, task: Task) -> None:
        for attachment in task.attachments:
            attachment.status = "ATTACHED"
        task.mark("startedAt")
        self.fargate.move(task, "RUNNING")
        self._running[task.id] = task
        self._pace.sleep(task, self.fargate.stopping(task))
        del self._running[task.id]
        self._pace.stop_over(task)

    def _deactivate(self, task: Task) -> None:
        self.fargate.move(task, "DEACTIVATING")
        self._pace.stop_over(task)
        self._discovery.deregister(task)
        self._targets.deregister(task)
        for kind in ("sdi", "elb"):
            if attachment := task.attachment(kind):
                attachment.status = "DELETED"
        self._pace.rest(task)

    def _stop(self, task: Task) -> None:
        self.fargate.move(task, "STOPPING")
        # Fewer processes than containers where one could not be started.
        for container, process in zip(task.containers, self._processes.pop(task.id, []), strict=False):
            container.exit_code = self._containers.stop(process)
        for container in task.containers:
            container.last_status = "STOPPED"
        task.mark("executionStoppedAt")
        self._pace.rest(task)

    def _deprovision(self, task: Task) -> None:
        self.fargate.move(task, "DEPROVISIONING")
        self._pace.rest(task)

    def _stopped(self, task: Task) -> None:
        task.attachment("eni").status = "DELETED"
        if task.address:
            # The task goes on showing it, though the subnet may give it to another one.
            self._give_back(task.address)
        task.mark("stoppedAt")
        self.fargate.move(task, "STOPPED")

    def _watch(self) -> None:
        """Tells ECS of each running task whose process has ended by itself."""
        pause = threading.Event()
        while not pause.wait(WATCH_SECONDS):
            for task in list(self._running.values()):
                if not self.lives(task) and task.id not in self._hollow:
                    self.fargate.stop(task, "EssentialContainerExited", "Essential container in task exited")

    def _signal(self, task: Task, sent: signal.Signals) -> None:
        for process in self._processes.get(task.id, []):
            process.send_signal(sent)

    def _wait(self, task: Task) -> None:
        self._pace.rest(task, self.fargate.stopping(task))

    def _asked_to_stop(self, task: Task) -> bool:
        return task.desired_status == "STOPPED"
