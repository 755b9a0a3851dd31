"""One ECS service and its deployments, as DescribeServices shows them."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from world.aws.ecs_task import Task, now


@dataclass
class Deployment:
    """One revision of a service on its way or in place; the first of a service's list is PRIMARY."""

    definition_arn: str
    registries: list[dict]
    network: dict
    id: str = field(default_factory=lambda: f"ecs-svc/{random.randrange(10**18, 10**19)}")
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    completed: bool = False
    failed_tasks: int = 0


@dataclass
class Service:
    """A Fargate service with the rolling update controller. status: ACTIVE, DRAINING or INACTIVE."""

    arn: str
    name: str
    cluster_arn: str
    desired_count: int
    deployments: list[Deployment]
    load_balancers: list[dict]
    tags: list[dict]
    status: str = "ACTIVE"
    steady: bool = False
    created: datetime = field(default_factory=now)
    events: list[dict] = field(default_factory=list)

    @property
    def primary(self) -> Deployment:
        return self.deployments[0]

    def say(self, message: str) -> None:
        """Adds a service event, newest first; ECS shows the last hundred."""
        self.events.insert(
            0, {"id": str(uuid.uuid4()), "createdAt": now(), "message": f"(service {self.name}) {message}"}
        )
        del self.events[100:]

    def described(self, tasks: list[Task]) -> dict:
        """As DescribeServices returns it. tasks: those of this service, running or not."""
        primary = self.primary
        return {
            "serviceArn": self.arn,
            "serviceName": self.name,
            "clusterArn": self.cluster_arn,
            "loadBalancers": self.load_balancers,
            "serviceRegistries": primary.registries,
            "status": self.status,
            "desiredCount": self.desired_count,
            **_counts(tasks),
            "launchType": "FARGATE",
            "platformVersion": "LATEST",
            "platformFamily": "Linux",
            "taskDefinition": primary.definition_arn,
            "deploymentConfiguration": {
                "deploymentCircuitBreaker": {"enable": False, "rollback": False},
                "maximumPercent": 200,
                "minimumHealthyPercent": 100,
                "strategy": "ROLLING",
            },
            "deploymentController": {"type": "ECS"},
            "deployments": [self._deployment(found, tasks) for found in self.deployments]
            if self.status == "ACTIVE"
            else [],
            "events": list(self.events),
            "createdAt": self.created,
            "networkConfiguration": primary.network,
            "schedulingStrategy": "REPLICA",
            "enableECSManagedTags": False,
            "enableExecuteCommand": False,
            "propagateTags": "NONE",
            "healthCheckGracePeriodSeconds": 0,
            "tags": self.tags,
        }

    def _deployment(self, deployment: Deployment, tasks: list[Task]) -> dict:
        state = "COMPLETED" if deployment.completed else "IN_PROGRESS"
        return {
            "id": deployment.id,
            "status": "PRIMARY" if deployment is self.primary else "ACTIVE",
            "taskDefinition": deployment.definition_arn,
            "desiredCount": self.desired_count if deployment is self.primary else 0,
            **_counts([task for task in tasks if task.deployment == deployment.id]),
            "failedTasks": deployment.failed_tasks,
            "createdAt": deployment.created,
            "updatedAt": deployment.updated,
            "launchType": "FARGATE",
            "platformVersion": "1.4.0",
            "platformFamily": "Linux",
            "networkConfiguration": deployment.network,
            "rolloutState": state,
            "rolloutStateReason": f"ECS deployment {deployment.id} {state.lower().replace('_', ' ')}.",
        }


def _counts(tasks: list[Task]) -> dict:
    return {
        "runningCount": sum(task.last_status == "RUNNING" for task in tasks),
        "pendingCount": sum(task.last_status in ("PROVISIONING", "PENDING", "ACTIVATING") for task in tasks),
    }
