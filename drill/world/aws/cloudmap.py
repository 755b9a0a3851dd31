"""Cloud Map: instances that are upserted by asynchronous operations, one at a time for each instance."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from moto.core.exceptions import JsonRESTError
from moto.servicediscovery import exceptions, servicediscovery_backends
from moto.servicediscovery.exceptions import CustomHealthNotFound, InstanceNotFound, InvalidInput
from moto.servicediscovery.models import Operation, Service, ServiceDiscoveryBackend, ServiceInstance
from moto.servicediscovery.responses import ServiceDiscoveryResponse

from world.aws.cloudmap_input import check_instance
from world.aws.cloudmap_zone import write_records
from world.aws.mend import ACCOUNT, REGION, later, mend

PAGE = 100
LOCK = threading.RLock()


@dataclass
class Rules:
    """What a scenario may change about Cloud Map.

    operation_seconds: from an operation's submission to its end
    custom_health_seconds: from UpdateInstanceCustomHealthStatus to its effect (about 30 s on AWS)
    failure: the message that operations end with, as FAIL; None: they succeed
    failing: id of the service whose operations alone end so; None: every one's
    """

    operation_seconds: float = 0.5
    custom_health_seconds: float = 30.0
    failure: str | None = None
    failing: str | None = None
    _listed: dict[str, list[ServiceInstance]] | None = None

    def lag(self, wanted: bool) -> None:
        """wanted: ListInstances shows what there is now, until it is told to catch up."""
        with LOCK:
            services = servicediscovery_backends[ACCOUNT][REGION].services
            self._listed = {id_: list(found.instances) for id_, found in services.items()} if wanted else None

    def listed(self, service: Service) -> list[ServiceInstance]:
        """What ListInstances shows of the service."""
        with LOCK:
            return list((self._listed or {}).get(service.id, service.instances))


@dataclass(eq=False)
class _Told:
    """A health status that an instance was told to have, and that is not heeded yet."""

    status: str


class DuplicateRequest(JsonRESTError):
    """HTTP 409: an operation on the same instance is in flight; names that operation."""

    code = 409

    def __init__(self, operation_id: str):
        message = "Another operation of type RegisterInstance or DeregisterInstance is in progress."
        super().__init__("DuplicateRequest", message)
        self.description = json.dumps(
            {"__type": "DuplicateRequest", "message": message, "DuplicateOperationId": operation_id}
        )


class ResourceInUse(JsonRESTError):
    """HTTP 409: a service that still has instances cannot be deleted."""

    code = 409

    def __init__(self, message: str):
        super().__init__("ResourceInUse", message)


def install(rules: Rules) -> None:
    """Puts the mends into moto; `rules` may be changed afterwards, while the emulator runs."""
    _mend_operations(rules)
    _mend_health(rules)
    _mend_errors()
    _mend_lists(rules)


def _mend_operations(rules: Rules) -> None:
    in_flight: dict[tuple[str, str], str] = {}

    def submit(
        backend: ServiceDiscoveryBackend, kind: str, service: Service, instance_id: str, effect: Callable[[], None]
    ) -> str:
        """Stock moto: effect and SUCCESS at once; AWS: SUBMITTED, PENDING, then SUCCESS or FAIL, and 409 meanwhile.

        Source: API, GetOperation and RegisterInstance.
        """
        key = (service.id, instance_id)
        if key in in_flight:
            raise DuplicateRequest(in_flight[key])
        operation = Operation(
            kind,
            {"INSTANCE": instance_id, "SERVICE": service.id, "ROUTE_53_CHANGE_ID": f"C{uuid.uuid4().hex[:20].upper()}"},
        )
        operation.status = "SUBMITTED"
        backend.operations[operation.id] = operation
        in_flight[key] = operation.id

        def begin() -> None:
            with LOCK:
                if operation.status == "SUBMITTED":
                    operation.status = "PENDING"

        def end() -> None:
            with LOCK:
                del in_flight[key]
                operation.updated = time.time()
                if rules.failure is not None and rules.failing in (None, service.id):
                    operation.status, operation.error = "FAIL", rules.failure
                    return
                effect()
                write_records(backend, service)
                operation.status = "SUCCESS"

        later(rules.operation_seconds / 5, begin)
        later(rules.operation_seconds, end)
        return operation.id

    @mend(ServiceDiscoveryBackend)
    def register_instance(
        self: ServiceDiscoveryBackend,
        service_id: str,
        instance_id: str,
        creator_request_id: str,
        attributes: dict[str, str],
    ) -> str:
        """Stock moto: a second instance with the same id; AWS: replaces the first and its attributes (API)."""
        with LOCK:
            service = self.get_service(service_id)
            check_instance(service, instance_id, attributes)

            def upsert() -> None:
                old = [found for found in service.instances if found.instance_id == instance_id]
                new = ServiceInstance(service_id, instance_id, creator_request_id, dict(attributes))
                new.health_status = old[0].health_status if old else attributes.get("AWS_INIT_HEALTH_STATUS", "HEALTHY")
                new.told = old[0].told if old else None
                service.instances[:] = [found for found in service.instances if found not in old] + [new]
                service.instances_revision[instance_id] = service.instances_revision.get(instance_id, 0) + 1

            return submit(self, "REGISTER_INSTANCE", service, instance_id, upsert)

    @mend(ServiceDiscoveryBackend)
    def deregister_instance(self: ServiceDiscoveryBackend, service_id: str, instance_id: str) -> str:
        """Stock moto: gone at once; AWS: an operation like the other (API, DeregisterInstance)."""
        with LOCK:
            service = self.get_service(service_id)
            self.get_instance(service_id, instance_id)

            def remove() -> None:
                service.instances[:] = [found for found in service.instances if found.instance_id != instance_id]
                service.instances_revision[instance_id] = service.instances_revision.get(instance_id, 0) + 1

            return submit(self, "DEREGISTER_INSTANCE", service, instance_id, remove)

    stock_to_json = Operation.to_json

    @mend(Operation)
    def to_json(self: Operation, short: bool = False) -> dict:
        """Stock moto: no reason; AWS: ErrorCode and ErrorMessage of a FAIL (API, Operation)."""
        shown = stock_to_json(self, short)
        if self.status == "FAIL" and not short:
            shown |= {"ErrorCode": "INVALID_INPUT", "ErrorMessage": self.error}
        return shown


def _mend_health(rules: Rules) -> None:
    @mend(ServiceDiscoveryBackend)
    def update_instance_custom_health_status(
        self: ServiceDiscoveryBackend, service_id: str, instance_id: str, status: str
    ) -> None:
        """Stock moto: at once, on any service; AWS: after about 30 s, and only with HealthCheckCustomConfig.

        Told the same again, AWS waits no less; told otherwise meanwhile, it never heeds what came before.
        Source: API, UpdateInstanceCustomHealthStatus and HealthCheckCustomConfig; guide, "AWS Cloud Map service health
        check configuration".
        """
        told = _Told(status)
        with LOCK:
            service = self.get_service(service_id)
            instance = self.get_instance(service_id, instance_id)
            if service.health_check_custom_config is None:
                raise CustomHealthNotFound(service_id)
            if status not in ("HEALTHY", "UNHEALTHY"):
                raise InvalidInput(f"Not a health status: {status!r}")
            if status == (instance.told.status if instance.told else instance.health_status):
                return
            instance.told = told

        def take_effect() -> None:
            with LOCK:
                # It may have been registered anew, or be another one by now.
                for found in service.instances:
                    if found.told is told:
                        found.health_status, found.told = status, None
                write_records(self, service)

        later(rules.custom_health_seconds, take_effect)

    stock_get_instances_health_status = ServiceDiscoveryBackend.get_instances_health_status

    @mend(ServiceDiscoveryBackend)
    def get_instances_health_status(
        self: ServiceDiscoveryBackend, service_id: str, instances: list[str] | None = None
    ) -> list[tuple[str, str]]:
        """Stock moto: passes over who is not there; AWS: InstanceNotFound (API, GetInstancesHealthStatus)."""
        with LOCK:
            known = {found.instance_id for found in self.get_service(service_id).instances}
            for asked in instances or []:
                if asked not in known:
                    raise InstanceNotFound(asked)
            return stock_get_instances_health_status(self, service_id, instances)


def _mend_errors() -> None:
    # Stock moto: HTTP 400 for all; AWS: 404 for what is not there (API, httpStatusCode of each error).
    for name in (
        "OperationNotFound",
        "NamespaceNotFound",
        "ServiceNotFound",
        "InstanceNotFound",
        "CustomHealthNotFound",
    ):
        getattr(exceptions, name).code = 404

    @mend(ServiceDiscoveryBackend)
    def delete_service(self: ServiceDiscoveryBackend, service_id: str) -> None:
        """Stock moto: deletes with instances and all; AWS: ResourceInUse while it has any (API, DeleteService)."""
        with LOCK:
            if self.get_service(service_id).instances:
                raise ResourceInUse(f"Service contains registered instances: {service_id}")
            del self.services[service_id]


def _mend_lists(rules: Rules) -> None:
    stock_paginate = ServiceDiscoveryBackend.paginate

    @mend(ServiceDiscoveryBackend)
    def paginate(
        self: ServiceDiscoveryBackend, items: list, max_results: int | None = None, next_token: str | None = None
    ) -> tuple:
        """Stock moto: all in one page; AWS: at most 100 (API, MaxResults)."""
        return stock_paginate(self, items, min(max_results or PAGE, PAGE), next_token)

    @mend(ServiceDiscoveryResponse)
    def list_instances(self: ServiceDiscoveryResponse) -> str:
        """Stock moto: what is there at once; AWS: at times later, as all that is eventually consistent."""
        service = self.servicediscovery_backend.get_service(json.loads(self.body)["ServiceId"])
        return _page(self, "Instances", rules.listed(service), {})

    @mend(ServiceDiscoveryResponse)
    def list_services(self: ServiceDiscoveryResponse) -> str:
        """Stock moto: no filters, no pages; AWS: both (API, ListServices)."""
        return _page(
            self, "Services", list(self.servicediscovery_backend.services.values()), {"NAMESPACE_ID": "namespace_id"}
        )

    @mend(ServiceDiscoveryResponse)
    def list_namespaces(self: ServiceDiscoveryResponse) -> str:
        """Stock moto: no filters, no pages; AWS: both (API, ListNamespaces)."""
        return _page(
            self,
            "Namespaces",
            list(self.servicediscovery_backend.namespaces.values()),
            {"NAME": "name", "TYPE": "type"},
        )

    @mend(ServiceDiscoveryBackend)
    def list_operations(self: ServiceDiscoveryBackend) -> list[Operation]:
        """Stock moto: forgets every operation on an instance; AWS: reading changes nothing."""
        return list(self.operations.values())


def _page(response: ServiceDiscoveryResponse, key: str, items: list, filters: dict[str, str]) -> str:
    """One page of what passes the request's filters. filters: the attribute that each filter's name looks at."""
    asked = json.loads(response.body or "{}")
    for rule in asked.get("Filters") or []:
        if rule["Name"] not in filters:
            raise InvalidInput(f"Not a filter of this world: {rule['Name']}")
        items = [item for item in items if getattr(item, filters[rule["Name"]]) in rule["Values"]]
    page, token = response.servicediscovery_backend.paginate(items, asked.get("MaxResults"), asked.get("NextToken"))
    return json.dumps({key: [item.to_json() for item in page]} | ({"NextToken": token} if token else {}))
