"""ECS: moto keeps clusters and task definitions; services and tasks are those of the scheduler.

The sources of all mends: API, and guide, "Amazon ECS task lifecycle".
"""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.ecs.exceptions import ECSException, InvalidParameterException
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.servicediscovery.models import servicediscovery_backends

from world.aws import ecs_colours
from world.aws.ecs_service import Deployment, Service
from world.aws.fargate import Fargate
from world.aws.mend import ACCOUNT, REGION, mend

PAGE = 100
SERVICES_AT_ONCE = 10


def install(fargate: Fargate) -> None:
    """Puts the mends into moto: from now on the tasks are `fargate`'s."""
    _mend_tasks(fargate)
    _mend_services(fargate)
    _mend_service_deployments(fargate)


def _mend_tasks(fargate: Fargate) -> None:
    @mend(EC2ContainerServiceResponse)
    def describe_tasks(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: reading stops a task, drops unknown ones, shows other clusters'; AWS: none of it."""
        cluster = _cluster(self)
        asked = self._get_param("tasks", [])
        if not 1 <= len(asked) <= PAGE:
            raise InvalidParameterException("Tasks must have between 1 and 100 entries.")
        with fargate.lock:
            known = {task.id: task for task in fargate.tasks_of(cluster) if task.id not in fargate.failures}
            reasons = dict(fargate.failures)
            found = [known[_last(name)].described() for name in asked if _last(name) in known]
        prefix = f"arn:aws:ecs:{REGION}:{ACCOUNT}:task/{cluster}/"
        failures = [
            {"arn": prefix + _last(name), "reason": reasons.get(_last(name), "MISSING")}
            for name in asked
            if _last(name) not in known
        ]
        return ActionResult({"tasks": found, "failures": failures})

    @mend(EC2ContainerServiceResponse)
    def list_tasks(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: ignores serviceName and pages, lists stopped tasks; AWS: filters, pages of 100, RUNNING ones."""
        cluster = _cluster(self)
        service, family, started_by = (self._get_param(name) for name in ("serviceName", "family", "startedBy"))
        desired = self._get_param("desiredStatus") or "RUNNING"
        if started_by and (service or family):
            raise InvalidParameterException("startedBy must be the only filter.")
        with fargate.lock:
            if service:
                fargate.service(cluster, _last(service))
            arns = [
                task.arn
                for task in fargate.tasks_of(cluster)
                if task.desired_status == desired
                and fargate.failures.get(task.id) != "MISSING"
                and (not service or task.service == _last(service))
                and (not family or task.definition_arn.split("/")[-1].split(":")[0] == family)
                and (not started_by or task.deployment == started_by)
            ]
        start = int(self._get_param("nextToken") or 0)
        end = start + min(int(self._get_param("maxResults") or PAGE), PAGE)
        return ActionResult({"taskArns": arns[start:end]} | ({"nextToken": str(end)} if end < len(arns) else {}))

    @mend(EC2ContainerServiceResponse)
    def stop_task(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: STOPPED at once, HTTP 500 for an unknown task; AWS: begins to stop, InvalidParameterException."""
        cluster = _cluster(self)
        with fargate.lock:
            named = [task for task in fargate.tasks_of(cluster) if task.id == _last(self._get_param("task"))]
            if not named:
                raise InvalidParameterException("The referenced task was not found.")
            fargate.stop(named[0], "UserInitiated", self._get_param("reason") or "Task stopped by user")
            return ActionResult({"task": named[0].described()})

    @mend(EC2ContainerServiceResponse)
    def run_task(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: HTTP 500 unless the VPC has DNS host names; AWS: starts a task outside of any service."""
        cluster = _cluster(self)
        definition = self.ecs_backend.describe_task_definition(self._get_param("taskDefinition"))
        alone = Deployment(
            definition.arn, [], self._get_param("networkConfiguration") or {}, id=self._get_param("startedBy") or ""
        )
        with fargate.lock:
            started = [fargate.start(cluster, None, alone) for _ in range(int(self._get_param("count") or 1))]
            return ActionResult({"tasks": [task.described() for task in started], "failures": []})


def _mend_services(fargate: Fargate) -> None:
    @mend(EC2ContainerServiceResponse)
    def create_service(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: starts no task; AWS: keeps desiredCount tasks running."""
        cluster, name = _cluster(self), self._get_param("serviceName")
        definition = self.ecs_backend.describe_task_definition(self._get_param("taskDefinition"))
        registries = _registries(self._get_param("serviceRegistries"))
        with fargate.lock:
            present = fargate.services.get((cluster, name))
            if present and present.status == "DRAINING":
                raise InvalidParameterException("Unable to Start a service that is still Draining.")
            if present and present.status == "ACTIVE":
                raise InvalidParameterException("Creation of service was not idempotent.")
            service = Service(
                arn=f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/{cluster}/{name}",
                name=name,
                cluster_arn=f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{cluster}",
                desired_count=int(self._get_param("desiredCount") or 0),
                deployments=[Deployment(definition.arn, registries, self._get_param("networkConfiguration") or {})],
                load_balancers=self._get_param("loadBalancers") or [],
                tags=self._get_param("tags") or [],
                controller=(self._get_param("deploymentController") or {}).get("type", "ECS"),
                strategy=(self._get_param("deploymentConfiguration") or {}).get("strategy", "ROLLING"),
            )
            fargate.add(cluster, service)
            return ActionResult({"service": service.described([])})

    @mend(EC2ContainerServiceResponse)
    def describe_services(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: runningCount is 0; AWS: counts, deployments and events as they are; at most 10."""
        cluster, asked = _cluster(self), self._get_param("services", [])
        if not 1 <= len(asked) <= SERVICES_AT_ONCE:
            raise InvalidParameterException("Services must have between 1 and 10 entries.")
        with fargate.lock:
            found = {name: fargate.services.get((cluster, _last(name))) for name in asked}
            shown = [
                service.described(fargate.tasks_of(cluster, service.name)) for service in found.values() if service
            ]
        prefix = f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/{cluster}/"
        missing = [{"arn": prefix + _last(name), "reason": "MISSING"} for name, service in found.items() if not service]
        return ActionResult({"services": shown, "failures": missing})

    @mend(EC2ContainerServiceResponse)
    def list_services(self: EC2ContainerServiceResponse) -> ActionResult:
        cluster = _cluster(self)
        with fargate.lock:
            arns = [
                found.arn
                for (where, _), found in fargate.services.items()
                if where == cluster and found.status != "INACTIVE"
            ]
        return ActionResult({"serviceArns": arns})

    @mend(EC2ContainerServiceResponse)
    def update_service(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: swaps the deployment at once; AWS: a new one rolls out, and the old tasks stop after it."""
        cluster = _cluster(self)
        with fargate.lock:
            service = fargate.service(cluster, _last(self._get_param("service")))
            old = service.primary
            definition, registries, network = old.definition_arn, old.registries, old.network
            if self._get_param("taskDefinition"):
                definition = self.ecs_backend.describe_task_definition(self._get_param("taskDefinition")).arn
            if self._get_param("serviceRegistries") is not None:
                registries = _registries(self._get_param("serviceRegistries"))
            if self._get_param("networkConfiguration"):
                network = self._get_param("networkConfiguration")
            if self._get_param("desiredCount") is not None:
                fargate.scale(service, int(self._get_param("desiredCount")))
            changed = (definition, registries, network) != (old.definition_arn, old.registries, old.network)
            if changed or self._get_param("forceNewDeployment"):
                fargate.deploy(service, Deployment(definition, registries, network))
            return ActionResult({"service": service.described(fargate.tasks_of(cluster, service.name))})

    @mend(EC2ContainerServiceResponse)
    def delete_service(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: gone at once; AWS: DRAINING until the last task has stopped, then INACTIVE."""
        cluster = _cluster(self)
        with fargate.lock:
            service = fargate.service(cluster, _last(self._get_param("service")))
            if service.desired_count and not self._get_param("force"):
                raise InvalidParameterException("The service cannot be stopped while it is scaled above 0.")
            fargate.drain(service)
            return ActionResult({"service": service.described(fargate.tasks_of(cluster, service.name))})


def _mend_service_deployments(fargate: Fargate) -> None:
    @mend(EC2ContainerServiceResponse)
    def list_service_deployments(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: HTTP 501; AWS: a brief of each deployment, newest first. Here there is the newest only."""
        cluster = _cluster(self)
        with fargate.lock:
            service = fargate.service(cluster, _last(self._get_param("service")))
            shown = ecs_colours.deployment(service, fargate.tasks_of(cluster, service.name))
            brief = {key: shown[key] for key in ("serviceDeploymentArn", "serviceArn", "clusterArn", "status")}
            brief["targetServiceRevisionArn"] = shown["targetServiceRevision"]["arn"]
            return ActionResult({"serviceDeployments": [brief]})

    @mend(EC2ContainerServiceResponse)
    def describe_service_deployments(self: EC2ContainerServiceResponse) -> ActionResult:
        """Stock moto: HTTP 501; AWS: each deployment with its revisions and the traffic that they have."""
        asked = self._get_param("serviceDeploymentArns") or []
        with fargate.lock:
            known = {
                ecs_colours.deployment_arn(service): ecs_colours.deployment(service, fargate.tasks_of(cluster, name))
                for (cluster, name), service in fargate.services.items()
            }
        missing = [{"arn": arn, "reason": "MISSING"} for arn in asked if arn not in known]
        return ActionResult({"serviceDeployments": [known[arn] for arn in asked if arn in known], "failures": missing})


def _cluster(response: EC2ContainerServiceResponse) -> str:
    """The name of the request's cluster. Raises ClusterNotFoundException."""
    return response.ecs_backend._get_cluster(response._get_param("cluster", "default")).name


def _last(name_or_arn: str) -> str:
    return name_or_arn.split("/")[-1]


def _registries(asked: list[dict] | None) -> list[dict]:
    """Stock moto: takes any ARN; AWS: the Cloud Map service must be there."""
    known = {service.arn for service in servicediscovery_backends[ACCOUNT][REGION].services.values()}
    for registry in asked or []:
        if registry.get("registryArn") not in known:
            raise ECSException(
                "InvalidParameterException", f"Service registry not found: {registry.get('registryArn')}"
            )
    return asked or []
