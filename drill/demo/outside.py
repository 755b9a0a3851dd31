"""What somebody outside of the program sees: a caller of the API, a client of DNS, a reader of AWS; and what a person asks of it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from dnslib import QTYPE, RCODE, DNSRecord

CALL = ("POST", "/api/mlflow/api/2.0/mlflow/experiments/search", b'{"max_results":1}')
CALL_SECONDS = 10
DNS_SECONDS = 3
POLL_SECONDS = 0.05
# By which the functions mark what they register.
OWNER_ATTRIBUTE = "REMEDIATION_OWNER"


class Outside:
    """environment: what `bin/world env` exports."""

    def __init__(self, environment: dict[str, str]):
        self._api = urlsplit(environment["WORLD_API"])
        host, port = environment["WORLD_RESOLVER"].rsplit(":", 1)
        self._resolver = (host, int(port))
        session = boto3.Session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=environment["AWS_REGION"],
        )
        self._cloud_map, self._lambda, self._ssm, self._ecs = (
            session.client(
                service,
                endpoint_url=environment["AWS_ENDPOINT_URL"],
                config=Config(inject_host_prefix=False),
            )
            for service in ("servicediscovery", "lambda", "ssm", "ecs")
        )

    def call(self) -> int:
        """The status that a caller of the API's MLflow route gets now."""
        method, path, body = CALL
        connection = http.client.HTTPConnection(self._api.netloc, timeout=CALL_SECONDS)
        try:
            connection.request(method, self._api.path + path, body, {"Content-Type": "application/json"})
            return connection.getresponse().status
        finally:
            connection.close()

    def resolve(self, name: str) -> list[str]:
        """The addresses that the tasks' resolver answers with, sorted; none for NXDOMAIN and NODATA."""
        packet = DNSRecord.question(name).send(*self._resolver, timeout=DNS_SECONDS)
        answer = DNSRecord.parse(packet)
        if answer.header.rcode not in (RCODE.NOERROR, RCODE.NXDOMAIN):
            raise OSError(f"the resolver answered {RCODE[answer.header.rcode]} for {name}")
        return sorted(str(record.rdata) for record in answer.rr if record.rtype == QTYPE.A)

    def may_invoke(self, function: str) -> bool:
        """Whether Lambda would invoke the function's alias `live`; it is not invoked."""
        try:
            asked = self._lambda.invoke(FunctionName=f"{function}:live", InvocationType="DryRun")
        except ClientError:
            return False
        return asked["StatusCode"] == http.HTTPStatus.NO_CONTENT

    def rollback(self, **request: object) -> dict:
        """What a person asks of the function Rollback, as README has it; its answer. Raises OSError where it failed."""
        asked = self._lambda.invoke(FunctionName="Rollback:live", Payload=json.dumps(request).encode())
        answer = asked["Payload"].read()
        if "FunctionError" in asked:
            raise OSError(f"Rollback failed: {answer.decode(errors='replace')}")
        return json.loads(answer)

    def parameter(self, name: str) -> dict[str, object]:
        """What SSM says of a parameter: its value, version and type, and what else a put may set."""
        value = self._ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]
        names = [{"Key": "Name", "Values": [name]}]
        [described] = self._ssm.describe_parameters(ParameterFilters=names)["Parameters"]
        kept = ("Tier", "DataType", "AllowedPattern", "Policies", "KeyId")
        return {key: value[key] for key in ("Value", "Version", "Type")} | {key: described.get(key) for key in kept}

    def document(self, parameter: str) -> dict:
        """The JSON document that a parameter holds."""
        return json.loads(self._ssm.get_parameter(Name=parameter)["Parameter"]["Value"])

    def running(self, service: str) -> set[str]:
        """The ARNs of the tasks of an ECS service that ECS wants to run."""
        cluster = self._ecs.list_clusters()["clusterArns"][0]
        return set(self._ecs.list_tasks(cluster=cluster, serviceName=service)["taskArns"])

    def owners(self, service: str) -> dict[str, str]:
        """By id whose each instance is, as its attributes say: ours, native (ECS registered it) or foreign."""
        return {id_: _owner(attributes) for id_, attributes in self.instances(service).items()}

    def instances(self, service: str) -> dict[str, dict[str, str]]:
        """The attributes of each instance of a Cloud Map service, by id: all pages of ListInstances."""
        services = self._cloud_map.get_paginator("list_services").paginate()
        id_ = next(found["Id"] for page in services for found in page["Services"] if found["Name"] == service)
        pages = self._cloud_map.get_paginator("list_instances").paginate(ServiceId=id_)
        return {found["Id"]: found["Attributes"] for page in pages for found in page["Instances"]}


def _owner(attributes: dict[str, str]) -> str:
    if OWNER_ATTRIBUTE in attributes:
        return "ours"
    return "native" if "ECS_SERVICE_NAME" in attributes else "foreign"


class Caller:
    """Calls the API all the time, as its users do, and remembers every answer with its time."""

    def __init__(self, outside: Outside):
        self._outside = outside
        self._answers: list[tuple[float, int]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._call, name="caller", daemon=True)

    def __enter__(self) -> Caller:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(CALL_SECONDS)

    def first(self, wanted: bool, since: float, seconds: float) -> tuple[float, int]:
        """Time and status of the first answer after `since` that is 200 (wanted) or is not.

        since: of time.monotonic(). Raises TimeoutError after so many seconds.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for at, status in list(self._answers):
                if at >= since and (status == 200) == wanted:
                    return at, status
            self._ended.wait(POLL_SECONDS)
        raise TimeoutError(f"no answer {'200' if wanted else 'other than 200'} within {seconds:.0f} s")

    def _call(self) -> None:
        while not self._ended.wait(POLL_SECONDS):
            try:
                status = self._outside.call()
            except OSError:
                # The balancer itself always answers; without an answer the caller has none either.
                status = 0
            self._answers.append((time.monotonic(), status))
