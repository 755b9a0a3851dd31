"""What ECS does in Cloud Map for the tasks of a service that names a registry."""

from __future__ import annotations

import threading
import time

from moto.ecs import ecs_backends
from moto.servicediscovery import servicediscovery_backends
from moto.servicediscovery.exceptions import InstanceNotFound, ServiceNotFound

from world.aws.cloudmap import DuplicateRequest
from world.aws.ecs_task import Task
from world.aws.mend import ACCOUNT, REGION

POLL_SECONDS = 0.02
AGAIN_SECONDS = 0.5


class Discovery:
    """Registers tasks natively and takes them out again, as ECS does: in process, so that no call of it is counted."""

    def __init__(self) -> None:
        self._backend = servicediscovery_backends[ACCOUNT][REGION]
        self._pause = threading.Event()
        # How long it takes until it registers, in seconds; whether nothing comes of it.
        self.lag = 0.0
        self.failing = False

    def register(self, task: Task, given_up: threading.Event) -> None:
        """Returns when the task has an instance in each registry of its that is there, or when `given_up` is set."""
        begun = time.monotonic()
        while time.monotonic() - begun < self.lag and not given_up.is_set():
            self._pause.wait(POLL_SECONDS)
        if self.failing:
            return
        for registry in task.registries:
            while not given_up.is_set() and not self._registered(task, registry):
                given_up.wait(AGAIN_SECONDS)

    def deregister(self, task: Task) -> None:
        """Returns when no registry of the task's has an instance with its id, whoever registered it."""
        for registry in task.registries:
            while not self._deregistered(task, registry):
                self._pause.wait(AGAIN_SECONDS)

    def report_health(self, task: Task) -> None:
        """Pushes the container health to each registry with custom health, as ECS does when it changes."""
        for registry in task.registries:
            service = self._backend.services.get(_service_id(registry))
            if service and service.health_check_custom_config is not None:
                status = "UNHEALTHY" if task.health == "UNHEALTHY" else "HEALTHY"
                self._backend.update_instance_custom_health_status(service.id, task.id, status)

    def _registered(self, task: Task, registry: dict) -> bool:
        service_id = _service_id(registry)
        try:
            attributes = self._attributes(task, service_id, registry)
            return self._succeeded(self._backend.register_instance(service_id, task.id, "", attributes))
        except DuplicateRequest:
            return False
        except ServiceNotFound:
            # Deleted under it. There is nothing that it could go on trying.
            return True

    def _deregistered(self, task: Task, registry: dict) -> bool:
        try:
            return self._succeeded(self._backend.deregister_instance(_service_id(registry), task.id))
        except DuplicateRequest:
            return False
        except (InstanceNotFound, ServiceNotFound):
            return True

    def _succeeded(self, operation_id: str) -> bool:
        """Follows the operation to its end."""
        operation = self._backend.get_operation(operation_id)
        while operation.status not in ("SUCCESS", "FAIL"):
            self._pause.wait(POLL_SECONDS)
        return operation.status == "SUCCESS"

    def _attributes(self, task: Task, service_id: str, registry: dict) -> dict[str, str]:
        definition = ecs_backends[ACCOUNT][REGION].describe_task_definition(task.definition_arn)
        ports = [
            port["containerPort"]
            for each in definition.container_definitions
            for port in each.get("portMappings") or []
        ]
        port = registry.get("containerPort") or registry.get("port") or next(iter(ports), None)
        attributes = {
            "AVAILABILITY_ZONE": task.zone,
            "AWS_INSTANCE_IPV4": task.address,
            "ECS_CLUSTER_NAME": task.cluster,
            "ECS_SERVICE_NAME": task.service,
            "ECS_TASK_DEFINITION_FAMILY": definition.family,
            "REGION": task.region,
        }
        if task.task_set_external_id:
            attributes["ECS_TASK_SET_EXTERNAL_ID"] = task.task_set_external_id
        if port:
            attributes["AWS_INSTANCE_PORT"] = str(port)
        if self._backend.get_service(service_id).health_check_custom_config is not None:
            attributes["AWS_INIT_HEALTH_STATUS"] = "HEALTHY"
        return attributes


def _service_id(registry: dict) -> str:
    return registry["registryArn"].split("/")[-1]
