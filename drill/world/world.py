"""One world: the emulator, its mends, its DNS, its tasks and its port, put together."""

from __future__ import annotations

import functools
import json
import logging
import subprocess
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from moto.ec2 import ec2_backends
from moto.ecs import ecs_backends
from moto.elbv2 import elbv2_backends
from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from world import hokusai, ledger
from world.addresses import Subnet
from world.aws import alarms, cloudmap, cloudmap_zone, cloudwatch, dynamodb, ecs, elbv2, route53, sns, ssm
from world.aws.discovery import Discovery
from world.aws.elbv2 import Targets
from world.aws.eventbridge import EventBus
from world.aws.fargate import Fargate
from world.aws.mend import ACCOUNT, REGION
from world.aws.pace import Pace
from world.aws.task_life import TaskLife
from world.call_faults import CallFaults
from world.calls import CallLog
from world.chat import TOPIC_ARN, WEBHOOK_PARAMETER, Chat
from world.containers import Containers, base_environment, module
from world.control import Control
from world.crowd import Crowd
from world.dns import AuthoritativeServer, CachingResolver
from world.gateway import LOAD_BALANCER, Answer, Gateway
from world.leases import Leases
from world.loadbalancer import LoadBalancer
from world.options import REPOSITORY, Folder, Options
from world.processes import Processes
from world.stream import StreamPoller
from world.witness import witnessed
from world.zones import zones

if TYPE_CHECKING:
    from world.functions import Functions

LOG = logging.getLogger(__name__)
SETTLE_SECONDS = 120
POLL_SECONDS = 0.02
OWNER_KEY = "OWNER"
# By which the calls of the world's own verbs are known, whom no fault meets.
OWN_AGENT = "world-verbs"
FUNCTIONS_KEY = "FUNCTIONS"
# Of the tasks themselves.
TASKS_KEY = "TASKS"


class World:
    """A world from `up` to `down`. Only one fits into a process, for moto's state is the process's."""

    def __init__(self, options: Options):
        self.options = options
        self.folder = Folder(options.name)
        self.subnet = Subnet()
        self.calls = CallLog()
        self.leases = Leases()
        self.call_faults = CallFaults()
        self.processes = Processes()
        self.rules = cloudmap.Rules(options.operation_seconds, options.custom_health_seconds)
        self.ledger_faults = dynamodb.Faults()
        self.chat = Chat(options.listen)
        self.discovery = Discovery()
        self.bus = EventBus(_target, lambda name, event: self.invoke(name, event, "Event"))
        self.alarms = alarms.Alarms(options.alarm_minute, self.bus.put)
        self._told_events = 0
        self.zone_is_hidden = False
        self.authority = AuthoritativeServer(self.subnet.resolver, 0, lambda: [] if self.zone_is_hidden else zones())
        self.authority.start()
        self.resolver = CachingResolver(self.subnet.resolver, 0, self.authority.address)
        self.resolver.start()
        self._crowd = Crowd()
        # What every container gets beside its own variables: the VPC's resolver, and AWS once it is there.
        self._surroundings = {"WORLD_RESOLVER": "{}:{}".format(*self.resolver.address)}
        self.containers = self._containers()
        # Cloud Map's name of each ECS service that is guarded.
        self.cloud_map = dict(hokusai.CLOUD_MAP)
        # Where the functions find their configuration, as the stack's parameter says it.
        self._configuration = "ssm:" + hokusai.CONFIGURATION_PARAMETER
        # Address and process of each instance that was registered by hand, by its id.
        self.foreign: dict[str, tuple[str, subprocess.Popen]] = {}
        self.pace = Pace(options.pace)
        self.life = TaskLife(
            self.pace, self.containers, self.discovery, Targets(), self.subnet.take, self.subnet.give_back
        )
        self.fargate = Fargate(self.pace, self.life.live, self.bus.put, _subnet)
        self.life.fargate = self.fargate
        self._functions: Functions | None = None
        self._functions_lock = threading.Lock()
        # One for all clients: each session reads the descriptions of AWS's services anew.
        self._session = boto3.Session(aws_access_key_id=OWNER_KEY, aws_secret_access_key="local", region_name=REGION)
        self._clients: dict[str, object] = {}
        # Sessions are not for several threads at a time.
        self._clients_lock = threading.Lock()
        self._mend()
        self.balancer = LoadBalancer(self._api_tasks, self._count)
        gateway = Gateway(
            self.calls,
            functools.partial(witnessed, self),
            self._faults_of,
            Control(self).answer,
            self.balancer.forward,
            self.invoke,
        )
        self._server = make_server(options.listen, 0, gateway, threaded=True, request_handler=_QuietHandler)
        self._surroundings |= {"AWS_ENDPOINT_URL": self.endpoint} | _credentials(TASKS_KEY)
        self._serving = threading.Thread(target=self._server.serve_forever, name="http", daemon=True)
        self._serving.start()
        self.stream = StreamPoller(
            ledger.changes,
            lambda: self.functions().mapping(),
            self.invoke,
            ledger.stream_arn,
        )

    @property
    def endpoint(self) -> str:
        return f"http://{self.options.listen}:{self._server.port}"

    @property
    def exports(self) -> dict[str, str]:
        """The environment that points an AWS SDK, and a caller of the API, at this world."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            **_credentials(OWNER_KEY),
            "WORLD_RESOLVER": "{}:{}".format(*self.resolver.address),
            "WORLD_API": self.endpoint + LOAD_BALANCER,
        }

    def client(self, service: str) -> object:
        """A client of this world's AWS, with the owners' key."""
        with self._clients_lock:
            if service not in self._clients:
                config = Config(inject_host_prefix=False, user_agent_extra=OWN_AGENT)
                self._clients[service] = self._session.client(service, endpoint_url=self.endpoint, config=config)
            return self._clients[service]

    def settle(self) -> None:
        """Builds the sample's world. Returns when it is in sync; raises TimeoutError if it does not get there."""
        ledger.make(self.client("dynamodb"))
        self.chat.build(self.client)
        hokusai.build(self.client, self.subnet.cidr, self.options.negative_ttl, self.options.consumer)
        self.wait_for(self._steady, "the services to be steady")
        self.wait_for(lambda: self.route_status() == 200, "the API's MLflow route to answer 200")
        self.deliver("on" if self.options.deliver else "off")
        # What is asked next is asked for the first time: no answer from now hides a change.
        self.resolver.flush()

    def wait_for(self, condition: Callable[[], bool], what: str, seconds: float = SETTLE_SECONDS) -> None:
        """Raises TimeoutError if the condition does not become true in time."""
        deadline = time.monotonic() + seconds
        pause = threading.Event()
        while not condition():
            if time.monotonic() > deadline:
                raise TimeoutError(f"waited {seconds:.0f} s in vain for {what}")
            pause.wait(POLL_SECONDS)

    def route_status(self) -> int:
        """What a caller of the API's MLflow route would get now: an HTTP status."""
        method, path, body = hokusai.ROUTE
        return self.balancer.look(method, path, {"Content-Type": "application/json"}, body)[0]

    def invoke(self, function: str, payload: bytes, kind: str) -> Answer:
        """Invokes a function of the template, by name or ARN; kind: RequestResponse or Event.

        Answers as Lambda does when it fails itself, if the functions are not there to be invoked.
        """
        try:
            functions = self.functions()
        except RuntimeError as failure:
            LOG.error("no function can be invoked: %s", failure)
            told = {"Type": "Service", "Message": str(failure)}
            headers = {"Content-Type": "application/json", "X-Amzn-ErrorType": "ServiceException"}
            return 500, headers, json.dumps(told).encode()
        return functions.invoke(function, payload, kind)

    def functions(self) -> Functions:
        """The functions of the template, deployed once, when they are first needed. Raises RuntimeError."""
        with self._functions_lock:
            if self._functions is None:
                self._functions = self._make_functions()
            return self._functions

    def configure_by(self, configuration: str) -> None:
        """Deploys the stack with this parameter `Configuration`; the functions start anew when next invoked."""
        with self._functions_lock:
            deployed, self._functions, self._configuration = self._functions, None, configuration
        if deployed is not None:
            deployed.stop()

    def deliver(self, wanted: str) -> None:
        """What goes to the functions from now on: `on`, events and records of the table's stream; `messages`, the latter
        alone; `off`, nothing.

        The functions are deployed before the first one goes to them, and have handled the last one when this returns `off`.
        Raises TimeoutError if they do not get there.
        """
        functions = self.functions() if wanted != "off" or self.bus.delivering or self.stream.delivering else None
        self.bus.delivering = wanted == "on"
        if functions and wanted == "off":
            self.bus.drain()
            if not functions.drain(SETTLE_SECONDS) or not self.stream.drain(SETTLE_SECONDS):
                raise TimeoutError(f"waited {SETTLE_SECONDS} s in vain for the functions to handle the events")
        self.stream.delivering = wanted != "off"

    def events_since_told(self) -> list[dict]:
        """ECS's events since this was asked last, oldest first."""
        events = [event for event in self.bus.events() if event["source"] == "aws.ecs"]
        begun, self._told_events = self._told_events, len(events)
        return events[begun:]

    def start_mlflow(self, name: str, address: str) -> tuple[str, subprocess.Popen]:
        """An MLflow that ECS knows nothing of: a process like those of MLflow's tasks."""
        definition = ecs_backends[ACCOUNT][REGION].describe_task_definition(hokusai.MLFLOW).container_definitions[0]
        return address, self.containers.start(name, definition, address)

    def down(self) -> None:
        """Ends everything that was begun, in an order in which nothing misses what it uses."""
        self.alarms.end()
        self.bus.end()
        self.stream.end()
        if self._functions is not None:
            self._functions.stop()
        self.fargate.end()
        self._server.shutdown()
        self.chat.end()
        self.processes.stop_all()
        self._crowd.end()
        self.resolver.stop()
        self.authority.stop()
        self.subnet.release()

    def _mend(self) -> None:
        route53.install()
        cloudmap_zone.install()
        cloudmap.install(self.rules)
        ecs.install(self.fargate)
        elbv2.install()
        dynamodb.install(self.ledger_faults, self.leases.follow)
        ssm.install()
        cloudwatch.install(self.alarms)
        sns.install(lambda: self.chat.faults.next("sns"))

    def _containers(self) -> Containers:
        mlflow = {"standin": "world.programs.mlflow", "real": "world.programs.mlflow_real"}[self.options.mlflow]
        programs = {"mlflow": module(mlflow), "api": module("world.programs.api")}
        return Containers(self.processes, programs, self._surroundings, self.folder.logs, self._crowd)

    def _make_functions(self) -> Functions:
        # Imported when first needed: most worlds never invoke a function.
        from world.functions import Functions

        environment = base_environment() | _credentials(FUNCTIONS_KEY)
        parameters = {
            "ClusterName": hokusai.CLUSTER,
            "Configuration": self._configuration,
            "Policy": hokusai.POLICY,
            "SlackWebhookParameter": WEBHOOK_PARAMETER,
            "ChatTopicArn": TOPIC_ARN,
            "LocalEndpoint": self.endpoint,
            "LocalResolver": "{}:{}".format(*self.resolver.address),
        }
        code = REPOSITORY / "functions" / "target" / "lambda"
        return Functions(
            REPOSITORY / "template.yaml", parameters, environment, code, self.folder.logs / "functions.log"
        )

    def _faults_of(self, agent: str) -> CallFaults | None:
        return None if OWN_AGENT in agent else self.call_faults

    def _steady(self) -> bool:
        return all(self.fargate.service(hokusai.CLUSTER, name).steady for name in hokusai.CLOUD_MAP)

    def _count(self, metric: str) -> None:
        self.alarms.count("AWS/ApplicationELB", metric, {"LoadBalancer": _dimension()})

    def _api_tasks(self) -> list[tuple[str, int]]:
        tasks = self.fargate.tasks_of(hokusai.CLUSTER, hokusai.API)
        return [(task.address, hokusai.API_PORT) for task in tasks if task.last_status == "RUNNING"]


def _dimension() -> str:
    """By which CloudWatch knows the API's load balancer."""
    balancers = elbv2_backends[ACCOUNT][REGION].load_balancers.values()
    return next(each.arn for each in balancers if each.name == hokusai.BALANCER).split(":loadbalancer/")[-1]


class _QuietHandler(MotoRequestHandler):
    """Keeps connections, as AWS does, and writes no line for each request: the call log has them."""

    protocol_version = "HTTP/1.1"

    def log_request(self, code: object = "-", size: object = "-") -> None:
        pass


def _credentials(key: str) -> dict[str, str]:
    """The variables by which an SDK knows who it is, and where."""
    return {
        "AWS_ACCESS_KEY_ID": key,
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _target(event: dict) -> str | None:
    """The function that one of the stack's rules hands the event to: those of alarms, and of the guarded cluster."""
    if event["source"] == alarms.SOURCE:
        return "AlarmChanged"
    return "TaskStateChanged" if _guarded(event) else None


def _guarded(event: dict) -> bool:
    cluster = f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/{hokusai.CLUSTER}"
    prefix = f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/{hokusai.CLUSTER}/"
    if event["detail-type"] == "ECS Deployment State Change":
        return any(resource.startswith(prefix) for resource in event["resources"])
    return event["detail"].get("clusterArn") == cluster


def _subnet(network: dict) -> tuple[str, str, bool]:
    """Id and availability zone of the first subnet of an `awsvpcConfiguration`, and whether it is for IPv6 only."""
    subnet = ec2_backends[ACCOUNT][REGION].get_subnet(network["awsvpcConfiguration"]["subnets"][0])
    return subnet.id, subnet.availability_zone, bool(subnet.ipv6_native)
