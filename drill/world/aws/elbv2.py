"""Elastic Load Balancing: target groups whose targets are what their health checks find, and ECS's tasks among them."""

from __future__ import annotations

from moto.elbv2 import elbv2_backends
from moto.elbv2.exceptions import TargetGroupNotFoundError
from moto.elbv2.models import FakeHealthStatus, FakeTargetGroup

from world.aws.ecs_task import Task
from world.aws.mend import ACCOUNT, REGION, mend
from world.loadbalancer import HealthCheck

TRAFFIC_PORT = "traffic-port"


class Targets:
    """What ECS puts into target groups: each task of a service with a load balancer, while it is in service."""

    def register(self, task: Task) -> None:
        for each in task.load_balancers:
            group = _backend().target_groups.get(each["targetGroupArn"])
            if group is None:
                raise TargetGroupNotFoundError()
            group.register([{"Id": task.address, "Port": each["containerPort"]}])

    def deregister(self, task: Task) -> None:
        """A task that is not in the group, or no longer, is left out."""
        for each in task.load_balancers:
            group = _backend().target_groups.get(each["targetGroupArn"])
            if group and task.address in group.targets:
                group.deregister([{"Id": task.address}])


def _backend() -> object:
    return elbv2_backends[ACCOUNT][REGION]


def install() -> None:
    stock_health_for = FakeTargetGroup.health_for

    @mend(FakeTargetGroup)
    def health_for(self: FakeTargetGroup, target: dict, ec2_backend: object) -> FakeHealthStatus:
        """Stock moto: each registered target is healthy; AWS: as its health check finds it (API, "TargetHealth").

        Found at once and by one request: AWS takes some, an interval apart, before a target's state changes.
        """
        found = stock_health_for(self, target, ec2_backend)
        if found.status != "healthy":
            return found
        if not self.load_balancer_arns:
            found.status, found.reason = "unused", "Target.NotInUse"
            found.description = "Target group is not configured to receive traffic from the load balancer"
            return found
        found.status, found.reason, found.description = _check(self).of(found.instance_id, _port(self, found))
        return found


def _check(group: FakeTargetGroup) -> HealthCheck:
    asks = group.health_check_protocol != "TCP"
    return HealthCheck(
        path=(group.health_check_path or "/") if asks else None,
        codes=group.matcher["HttpCode"] if asks else "",
        seconds=float(group.health_check_timeout_seconds),
    )


def _port(group: FakeTargetGroup, found: FakeHealthStatus) -> int:
    own = group.health_check_port in (None, TRAFFIC_PORT)
    return int(found.port if own else group.health_check_port)
