"""Two colours of one service, as DescribeServices and DescribeServiceDeployments show them.

Source: API, TaskSet, Service, ServiceDeployment, ServiceRevisionSummary; guide, "Amazon ECS blue/green deployments".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from world.aws.ecs_task import Task, counts

if TYPE_CHECKING:
    from world.aws.ecs_service import Deployment, Service


def task_set(service: Service, colour: Deployment, tasks: list[Task]) -> dict:
    """One colour where CodeDeploy or somebody else deploys. tasks: those of the service"""
    counted = counts(_tasks_of(colour, tasks))
    stable = counted["runningCount"] == service.desired_count
    shown = {
        "id": colour.id,
        "taskSetArn": f"{_prefix(service, 'task-set')}/{colour.id}",
        "serviceArn": service.arn,
        "clusterArn": service.cluster_arn,
        "startedBy": "CODE_DEPLOY" if service.controller == "CODE_DEPLOY" else None,
        "externalId": colour.external_id,
        "status": "PRIMARY" if colour is service.in_production else "ACTIVE",
        "taskDefinition": colour.definition_arn,
        "computedDesiredCount": service.desired_count,
        **counted,
        "createdAt": colour.created,
        "updatedAt": colour.updated,
        "launchType": "FARGATE",
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "networkConfiguration": colour.network,
        "loadBalancers": service.load_balancers,
        "serviceRegistries": colour.registries,
        "scale": {"value": 100.0, "unit": "PERCENT"},
        "stabilityStatus": "STEADY_STATE" if stable else "STABILIZING",
        "tags": [],
    }
    return {key: value for key, value in shown.items() if value is not None}


def current(service: Service, tasks: list[Task]) -> dict:
    """What DescribeServices adds where ECS itself deploys by colours."""
    shown: dict = {"currentServiceRevisions": [_summary(service, found, tasks) for found in service.deployments]}
    if service.status == "ACTIVE" and len(service.deployments) > 1:
        shown["currentServiceDeployment"] = deployment_arn(service)
    return shown


def deployment(service: Service, tasks: list[Task]) -> dict:
    """The newest service deployment, as DescribeServiceDeployments shows it."""
    target, *sources = service.deployments
    shifted = service.in_production is target
    return {
        "serviceDeploymentArn": deployment_arn(service),
        "serviceArn": service.arn,
        "clusterArn": service.cluster_arn,
        "createdAt": target.created,
        "startedAt": target.created,
        "updatedAt": target.updated,
        "sourceServiceRevisions": [
            _summary(service, found, tasks) | _traffic(found is service.in_production) for found in sources
        ],
        "targetServiceRevision": _summary(service, target, tasks) | _traffic(shifted),
        "status": "IN_PROGRESS" if sources else "SUCCESSFUL",
        "lifecycleStage": ("BAKE_TIME" if shifted else "POST_TEST_TRAFFIC_SHIFT") if sources else "CLEAN_UP",
        "deploymentConfiguration": {"strategy": service.strategy},
    }


def deployment_arn(service: Service) -> str:
    return f"{_prefix(service, 'service-deployment')}/{service.primary.number}"


def _summary(service: Service, colour: Deployment, tasks: list[Task]) -> dict:
    counted = counts(_tasks_of(colour, tasks))
    return {
        "arn": f"{_prefix(service, 'service-revision')}/{colour.number}",
        "requestedTaskCount": service.desired_count,
        "runningTaskCount": counted["runningCount"],
        "pendingTaskCount": counted["pendingCount"],
    }


def _traffic(production: bool) -> dict:
    return {"requestedProductionTrafficWeight": 100.0 if production else 0.0}


def _tasks_of(colour: Deployment, tasks: list[Task]) -> list[Task]:
    return [task for task in tasks if task.deployment == colour.id]


def _prefix(service: Service, kind: str) -> str:
    return service.arn.replace(":service/", f":{kind}/")
