"""One ECS service and its deployments, as DescribeServices shows them."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from world.aws import ecs_colours as colours
from world.aws.ecs_task import Task, counts, now


@dataclass
class Deployment:
    """One revision of a service on its way or in place, or one task set; the first of a service's list is the newest.

    stands: whether its tasks run beside those of a newer one, as another colour
    external_id: what a controller outside of ECS calls the task set
    """

    definition_arn: str
    registries: list[dict]
    network: dict
    id: str = field(default_factory=lambda: f"ecs-svc/{random.randrange(10**18, 10**19)}")
    created: datetime = field(default_factory=now)
    updated: datetime = field(default_factory=now)
    completed: bool = False
    failed_tasks: int = 0
    stands: bool = False
    external_id: str | None = None

    @property
    def number(self) -> str:
        """The last part of its id, which its service revision has too."""
        return self.id.split("/")[-1]


@dataclass
class Service:
    """A Fargate service.

    controller: ECS, CODE_DEPLOY or EXTERNAL; strategy: ROLLING, BLUE_GREEN, LINEAR or CANARY
    production: the id of the deployment that has the production traffic, where that is not just the newest
    status: ACTIVE, DRAINING or INACTIVE
    """

    arn: str
    name: str
    cluster_arn: str
    desired_count: int
    deployments: list[Deployment]
    load_balancers: list[dict]
    tags: list[dict]
    controller: str = "ECS"
    strategy: str = "ROLLING"
    production: str | None = None
    status: str = "ACTIVE"
    steady: bool = False
    created: datetime = field(default_factory=now)
    events: list[dict] = field(default_factory=list)

    @property
    def primary(self) -> Deployment:
        return self.deployments[0]

    @property
    def standing(self) -> list[Deployment]:
        """Those whose tasks are to run, newest first."""
        return [found for found in self.deployments if found is self.primary or found.stands]

    @property
    def in_production(self) -> Deployment:
        return next((found for found in self.deployments if found.id == self.production), self.primary)

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
            **counts(tasks),
            "launchType": "FARGATE",
            "platformVersion": "LATEST",
            "platformFamily": "Linux",
            "taskDefinition": primary.definition_arn,
            "deploymentConfiguration": {
                "deploymentCircuitBreaker": {"enable": False, "rollback": False},
                "maximumPercent": 200,
                "minimumHealthyPercent": 100,
                "strategy": self.strategy,
            },
            "deploymentController": {"type": self.controller},
            **self._revisions(tasks),
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

    def _revisions(self, tasks: list[Task]) -> dict:
        if self.controller != "ECS":
            return {"deployments": [], "taskSets": [colours.task_set(self, found, tasks) for found in self.deployments]}
        shown = [self._deployment(found, tasks) for found in self.deployments] if self.status == "ACTIVE" else []
        return {"deployments": shown} | ({} if self.strategy == "ROLLING" else colours.current(self, tasks))

    def _deployment(self, deployment: Deployment, tasks: list[Task]) -> dict:
        state = "COMPLETED" if deployment.completed else "IN_PROGRESS"
        return {
            "id": deployment.id,
            "status": "PRIMARY" if deployment is self.primary else "ACTIVE",
            "taskDefinition": deployment.definition_arn,
            "desiredCount": self.desired_count if deployment is self.primary else 0,
            **counts([task for task in tasks if task.deployment == deployment.id]),
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
