"""The mend of Elastic Load Balancing. Each test but the last one runs on stock moto, too, and must fail there."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import Clients

from world import hokusai

ADDRESS = "127.0.0.1"
SLOW_SECONDS = 30


@pytest.fixture
def target() -> Iterator[int]:
    """The port of a server that has /health, /moved and, much later, /slow, and nothing else."""
    ended = threading.Event()

    class Target(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/slow":
                ended.wait(SLOW_SECONDS)
            self.send_response({"/health": 200, "/moved": 302, "/slow": 200}.get(self.path, 404))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((ADDRESS, 0), Target) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        ended.set()
        server.shutdown()


class Group:
    """A target group with one target, in the listener of a load balancer of its own."""

    def __init__(self, aws: Clients, port: int, **check: object):
        self._elb, ec2 = aws("elbv2"), aws("ec2")
        vpc = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.1.0.0/24")["Subnet"]["SubnetId"]
        name = f"t-{uuid.uuid4().hex[:8]}"
        self.balancer = self._elb.create_load_balancer(Name=name, Subnets=[subnet])["LoadBalancers"][0]
        self.arn = self._elb.create_target_group(
            Name=name, Protocol="HTTP", Port=port, VpcId=vpc, TargetType="ip", **check
        )["TargetGroups"][0]["TargetGroupArn"]
        self._elb.register_targets(TargetGroupArn=self.arn, Targets=[{"Id": ADDRESS, "Port": port}])

    def listened_to(self) -> Group:
        action = {"Type": "forward", "TargetGroupArn": self.arn}
        balancer = self.balancer["LoadBalancerArn"]
        self._elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[action])
        return self

    def health(self) -> tuple[str, str | None, str | None]:
        [found] = self._elb.describe_target_health(TargetGroupArn=self.arn)["TargetHealthDescriptions"]
        health = found["TargetHealth"]
        return health["State"], health.get("Reason"), health.get("Description")


MISMATCH = "Target.ResponseCodeMismatch"
FAILED = ("unhealthy", "Target.FailedHealthChecks", "Health checks failed")


def codes(*seen: int) -> str:
    return f"Health checks failed with these codes: [{', '.join(map(str, seen))}]"


def test_a_path_that_nobody_serves_is_found_out(aws: Clients, target: int) -> None:
    group = Group(aws, target, HealthCheckPath="/health/alb").listened_to()

    assert group.health() == ("unhealthy", MISMATCH, codes(404))


def test_only_what_the_matcher_takes_is_healthy(aws: Clients, target: int) -> None:
    def health(path: str, matcher: str) -> str:
        return Group(aws, target, HealthCheckPath=path, Matcher={"HttpCode": matcher}).listened_to().health()[0]

    assert [health("/moved", "200,302"), health("/moved", "200-399"), health("/health", "200")] == ["healthy"] * 3
    assert [health("/moved", "200"), health("/health", "201-299")] == ["unhealthy"] * 2


def test_a_target_where_nobody_listens_fails(aws: Clients, target: int) -> None:
    port_of_its_own = Group(aws, target, HealthCheckPath="/health", HealthCheckPort="9").listened_to()

    assert port_of_its_own.health() == FAILED
    assert Group(aws, 9, HealthCheckPath="/health").listened_to().health() == FAILED


def test_a_target_that_takes_too_long_fails(aws: Clients, target: int) -> None:
    group = Group(aws, target, HealthCheckPath="/slow", HealthCheckTimeoutSeconds=2).listened_to()

    assert group.health() == ("unhealthy", "Target.Timeout", "Request timed out")


def test_a_target_that_no_listener_leads_to_is_unused(aws: Clients, target: int) -> None:
    state, reason, _ = Group(aws, target, HealthCheckPath="/health").health()

    assert (state, reason) == ("unused", "Target.NotInUse")


def test_ecs_puts_its_tasks_into_the_target_group(world: Clients) -> None:
    [service] = world("ecs").describe_services(cluster=hokusai.CLUSTER, services=[hokusai.API])["services"]
    [balancer] = service["loadBalancers"]

    [found] = world("elbv2").describe_target_health(TargetGroupArn=balancer["targetGroupArn"])[
        "TargetHealthDescriptions"
    ]

    assert found["Target"]["Port"] == hokusai.API_PORT
    assert found["TargetHealth"]["Reason"] == MISMATCH
    assert found["TargetHealth"]["Description"] == codes(404)
