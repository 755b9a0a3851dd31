"""What ECS does in Cloud Map for the tasks of a service that names a registry."""

from __future__ import annotations

import threading

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

    def register(self, task: Task, given_up: threading.Event) -> None:
        """Returns when the task has an instance in each registry of its, or when `given_up` is set."""
        for registry in task.registries:
            service_id = registry["registryArn"].split("/")[-1]
            while not given_up.is_set():
                if self._succeeds(lambda: self._backend.register_instance(service_id, task.id, "", self._attributes(task, service_id, registry))):
                    break
                given_up.wait(AGAIN_SECONDS)

    def deregister(self, task: Task) -> None:
        """Returns when no registry of the task's has an instance with its id, whoever registered it."""
        for registry in task.registries:
            service_id = registry["registryArn"].split("/")[-1]
            while True:
                try:
                    if self._succeeds(lambda: self._backend.deregister_instance(service_id, task.id)):
                        break
                except (InstanceNotFound, ServiceNotFound):
                    break
                self._pause.wait(AGAIN_SECONDS)

    def report_health(self, task: Task) -> None:
        """Pushes the container health to each registry with custom health, as ECS does when it changes."""
        for registry in task.registries:
            service = self._backend.get_service(registry["registryArn"].split("/")[-1])
            if service.health_check_custom_config is not None:
                status = "UNHEALTHY" if task.health == "UNHEALTHY" else "HEALTHY"
                self._backend.update_instance_custom_health_status(service.id, task.id, status)

    def _succeeds(self, submit) -> bool:
        """Follows the operation to its end. A request that meets another in flight has not succeeded."""
        try:
            operation = self._backend.get_operation(submit())
        except DuplicateRequest:
            return False
        while operation.status not in ("SUCCESS", "FAIL"):
            self._pause.wait(POLL_SECONDS)
        return operation.status == "SUCCESS"

    def _attributes(self, task: Task, service_id: str, registry: dict) -> dict[str, str]:
        definition = ecs_backends[ACCOUNT][REGION].describe_task_definition(task.definition_arn)
        ports = [port["containerPort"] for each in definition.container_definitions for port in each.get("portMappings") or []]
        port = registry.get("containerPort") or registry.get("port") or next(iter(ports), None)
        attributes = {
            "AVAILABILITY_ZONE": task.zone,
            "AWS_INSTANCE_IPV4": task.address,
            "ECS_CLUSTER_NAME": task.cluster,
            "ECS_SERVICE_NAME": task.service,
            "ECS_TASK_DEFINITION_FAMILY": definition.family,
            "REGION": task.region,
        }
        if port:
            attributes["AWS_INSTANCE_PORT"] = str(port)
        if self._backend.get_service(service_id).health_check_custom_config is not None:
            attributes["AWS_INIT_HEALTH_STATUS"] = "HEALTHY"
        return attributes
