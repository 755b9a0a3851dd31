"""One Fargate task: what it is at this moment, as DescribeTasks shows it and as its events do."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timezone

STATUSES = ("PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED")
# ECS names one attachment differently in its API and in its events.
ENI = {"api": "ElasticNetworkInterface", "event": "eni"}


def now() -> datetime:
    """The wall clock, in whole milliseconds as ECS tells it."""
    moment = datetime.now(timezone.utc)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def iso(moment: datetime) -> str:
    """As ECS writes times in events: UTC, fraction digits only as far as they say something."""
    text = moment.strftime("%Y-%m-%dT%H:%M:%S.%f").rstrip("0").rstrip(".")
    return text + "Z"


@dataclass
class Attachment:
    """What ECS made for the task beside its containers: kind eni, sdi (Cloud Map) or elb."""

    kind: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    status: str = "PRECREATED"
    details: list[dict] = field(default_factory=list)


@dataclass
class Container:
    """One container. process: what runs in it, None before its start; port: the first one that it maps."""

    name: str
    image: str
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    last_status: str = "PENDING"
    health: str = "UNKNOWN"
    exit_code: int | None = None
    runtime_id: str | None = None
    cpu: str = "0"


@dataclass
class Task:
    """The facts about one task. `moments` holds createdAt, startedAt and the like, in the order in which they came."""

    id: str
    account: str
    region: str
    cluster: str
    service: str | None
    deployment: str
    definition_arn: str
    cpu: str
    memory: str
    subnet: str
    zone: str
    containers: list[Container]
    attachments: list[Attachment]
    registries: list[dict]
    load_balancers: list[dict] = field(default_factory=list)
    ipv6_only: bool = False
    task_set_external_id: str | None = None
    last_status: str = "PROVISIONING"
    desired_status: str = "RUNNING"
    version: int = 0
    address: str | None = None
    stop_code: str | None = None
    stopped_reason: str | None = None
    moments: dict[str, datetime] = field(default_factory=lambda: {"createdAt": now()})

    @property
    def arn(self) -> str:
        return f"{self._prefix}:task/{self.cluster}/{self.id}"

    @property
    def cluster_arn(self) -> str:
        return f"{self._prefix}:cluster/{self.cluster}"

    @property
    def _prefix(self) -> str:
        return f"arn:aws:ecs:{self.region}:{self.account}"

    @property
    def health(self) -> str:
        """UNHEALTHY if one container is, HEALTHY if all are, UNKNOWN where none defines a check."""
        seen = {container.health for container in self.containers}
        return "UNHEALTHY" if "UNHEALTHY" in seen else "UNKNOWN" if "UNKNOWN" in seen else "HEALTHY"

    def attachment(self, kind: str) -> Attachment | None:
        return next((found for found in self.attachments if found.kind == kind), None)

    def mark(self, moment: str) -> None:
        self.moments[moment] = now()

    def attach_address(self, address: str) -> None:
        """Gives the task its network interface, with an IPv4 address of the subnet.

        Where there is only IPv6 ECS does not tell it: it only is where the task's processes listen in this world.
        """
        self.address = address
        eni = self.attachment("eni")
        eni.status = "ATTACHED"
        octets = bytes(int(part) for part in address.split("."))
        eni.details += [
            {"name": "networkInterfaceId", "value": f"eni-{uuid.uuid4().hex[:17]}"},
            {"name": "macAddress", "value": "0a:ff:" + octets.hex(":")},
            {"name": "privateDnsName", "value": f"ip-{address.replace('.', '-')}.ec2.internal"},
        ]
        if not self.ipv6_only:
            eni.details.append({"name": "privateIPv4Address", "value": address})

    def described(self) -> dict:
        """As DescribeTasks returns it, times as datetimes. Service discovery is no attachment there."""
        shown = self._common(times=lambda moment: moment)
        shown["attachments"] = [
            {"id": eni.id, "type": ENI["api"], "status": eni.status, "details": list(eni.details)}
            for eni in self.attachments
            if eni.kind == "eni"
        ]
        shown["containers"] = [
            self._container(container) | {"networkBindings": [], "healthStatus": container.health}
            for container in self.containers
        ]
        return shown | {"healthStatus": self.health, "platformFamily": "Linux", "tags": []}

    def event_detail(self) -> dict:
        """As an `ECS Task State Change` carries it: ISO times, `eni`, `sdi` and `elb`, and no health."""
        shown = self._common(times=iso)
        shown["attachments"] = [
            {"id": found.id, "type": found.kind, "status": found.status, "details": list(found.details)}
            for found in self.attachments
        ]
        shown["containers"] = [self._container(container) for container in self.containers]
        return shown | {"updatedAt": iso(now())}

    def _common(self, times) -> dict:
        shown = {
            "attributes": [{"name": "ecs.cpu-architecture", "value": "x86_64"}],
            "availabilityZone": self.zone,
            "clusterArn": self.cluster_arn,
            "cpu": self.cpu,
            "desiredStatus": self.desired_status,
            "enableExecuteCommand": False,
            "ephemeralStorage": {"sizeInGiB": 20},
            "group": f"service:{self.service}"
            if self.service
            else f"family:{self.definition_arn.split('/')[-1].split(':')[0]}",
            "launchType": "FARGATE",
            "lastStatus": self.last_status,
            "memory": self.memory,
            "overrides": {"containerOverrides": [{"name": container.name} for container in self.containers]},
            "platformVersion": "1.4.0",
            "startedBy": self.deployment,
            "stopCode": self.stop_code,
            "stoppedReason": self.stopped_reason,
            "taskArn": self.arn,
            "taskDefinitionArn": self.definition_arn,
            "version": self.version,
        }
        shown |= {moment: times(at) for moment, at in self.moments.items()}
        # Captured events tell the connectivity, and its time before, only from RUNNING on.
        if "startedAt" in self.moments:
            shown["connectivity"] = "CONNECTED"
        else:
            shown.pop("connectivityAt", None)
        return {key: value for key, value in shown.items() if value is not None}

    def _addresses(self) -> dict:
        """Of the task's network interface, as its containers show them."""
        if self.ipv6_only:
            return {"ipv6Address": f"2001:db8::{self.id[:4]}:{self.id[4:8]}"}
        return {"privateIpv4Address": self.address}

    def _container(self, container: Container) -> dict:
        interfaces = [{"attachmentId": self.attachment("eni").id} | self._addresses()] if self.address else []
        shown = {
            "containerArn": f"{self._prefix}:container/{self.cluster}/{self.id}/{container.id}",
            "exitCode": container.exit_code,
            "lastStatus": container.last_status,
            "name": container.name,
            "image": container.image,
            "imageDigest": f"sha256:{uuid.uuid5(uuid.NAMESPACE_URL, container.image).hex * 2}"
            if container.runtime_id
            else None,
            "runtimeId": container.runtime_id,
            "taskArn": self.arn,
            "networkInterfaces": interfaces,
            "cpu": container.cpu,
        }
        return {key: value for key, value in shown.items() if value is not None}


def counts(tasks: list[Task]) -> dict:
    """Of running and starting tasks, as ECS names them."""
    return {
        "runningCount": sum(task.last_status == "RUNNING" for task in tasks),
        "pendingCount": sum(task.last_status in ("PROVISIONING", "PENDING", "ACTIVATING") for task in tasks),
    }
