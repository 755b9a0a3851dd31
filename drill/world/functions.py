"""Lambda's Invoke API in front of a template's functions, each in AWS's own emulator and Java runtime client.

https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
"""

from __future__ import annotations

import itertools
import json
import re
import tempfile
import threading
import uuid
from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from world import lambda_template
from world.lambda_pool import Pool
from world.lambda_runtime import REPOSITORY, Answer, Installation, Runtime, error
from world.lambda_template import REGION, Function
from world.processes import Processes
from world.stream import Mapping

ACCOUNT = "123456789012"
VERSION = "$LATEST"
QUALIFIERS = (None, "live", VERSION)
NAME = re.compile(r"(?:(?:arn:[^:]+:lambda:[^:]+:)?\d{12}:function:)?(?P<name>[\w-]+)(?::(?P<qualifier>[\w$-]+))?")

# Before the first and the second retry of an event; AWS waits one minute and two.
RETRY_SECONDS = (1.0, 2.0)
# So many invocations of one function at a time, and others wait: a machine is no Region, which would have room for them.
CONCURRENCY = 4

KEY = "AWS_ACCESS_KEY_ID"
ENVIRONMENTS = itertools.count(1)

Response = tuple[int, dict[str, str], bytes]


class Functions:
    """The functions of one template, their JVMs started when first invoked and kept.

    failing: the name of a function that fails whenever it is invoked, before it does anything; None: none does
    failures: what on-failure destinations got, oldest first, as Lambda writes it
    """

    def __init__(
        self,
        template: Path,
        parameters: dict[str, str],
        environment: dict[str, str],
        code: Path,
        log: Path,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
        concurrency: int = CONCURRENCY,
    ) -> None:
        """template, parameters: as for `sam deploy`
        environment: goes before what the template and Lambda set: credentials, Region
        code: a folder laid out as /var/task
        log: what the functions write is added to it

        Raises RuntimeError if there is no code, the template cannot be read or Lambda's own parts cannot be made ready.
        """
        if not code.is_dir():
            raise RuntimeError(f"the functions are not built: {code} is missing")
        self._installation = Installation.prepared()
        self._functions = lambda_template.read(
            template, parameters, self._installation.sam_python, REPOSITORY / "build" / "template"
        )
        self._environment = environment
        self._code = code.resolve()
        self._log = log
        self._retry_seconds = retry_seconds
        self._scratch = tempfile.TemporaryDirectory(prefix="lambda-")
        self._processes = Processes()
        self._pools = {each.name: self._pool(each, concurrency) for each in self._functions.values()}
        self._stopping = threading.Event()
        self._events = 0
        self._handled = threading.Condition()
        self.failing: str | None = None
        self.failures: list[dict] = []

    @property
    def names(self) -> list[str]:
        return sorted(self._functions)

    def mapping(self) -> Mapping | None:
        """How the table's stream feeds a function; None if it feeds none."""
        return next((_mapping(each.name, found) for each in self._functions.values() for found in each.streams), None)

    def invoke(self, name: str, payload: bytes, invocation_type: str = "RequestResponse") -> Response:
        """Answers an Invoke request: status, headers, body.

        name: of a function, or its ARN, with or without the alias `live`
        invocation_type: RequestResponse, Event or DryRun
        """
        asked = NAME.fullmatch(name)
        function = self._functions.get(asked["name"]) if asked else None
        if function is None or asked["qualifier"] not in QUALIFIERS:
            return _refusal(404, "ResourceNotFoundException", f"Function not found: {name}")
        payload = payload or b"{}"
        try:
            json.loads(payload)
        except (ValueError, RecursionError) as wrong:
            return _refusal(400, "InvalidRequestContentException", f"Could not parse request body into json: {wrong}")
        match invocation_type:
            case "DryRun":
                return 204, {}, b""
            case "Event":
                with self._handled:
                    self._events += 1
                threading.Thread(target=self._handle, args=(function, payload), daemon=True).start()
                return 202, {}, b""
            case "RequestResponse":
                return self._respond(function, payload)
            case other:
                return _refusal(400, "InvalidParameterValueException", f"No such invocation type: {other}")

    def kill(self, name: str) -> bool:
        """SIGKILL for the environment of this function that has been at work the longest; whether there was one."""
        return self._pools[name].kill()

    def drain(self, seconds: float) -> bool:
        """Waits until every event so far is handled, its retries included; whether that was so in time."""
        with self._handled:
            return self._handled.wait_for(lambda: self._events == 0, seconds)

    def stop(self) -> None:
        """Ends every JVM. Events that still wait for a retry are forgotten."""
        self._stopping.set()
        for pool in self._pools.values():
            pool.stop()
        # Those that are being made come to nothing now, and write no more where all is being deleted.
        self._processes.stop_all()
        for pool in self._pools.values():
            pool.await_made()
        self._scratch.cleanup()

    def _respond(self, function: Function, payload: bytes) -> Response:
        try:
            answer = self._run(function, payload)
        except RuntimeError as failure:
            return _refusal(500, "ServiceException", str(failure))
        headers = {"Content-Type": "application/json", "X-Amz-Executed-Version": VERSION}
        if answer.failed:
            headers["X-Amz-Function-Error"] = "Unhandled"
        return 200, headers, answer.body

    def _run(self, function: Function, payload: bytes) -> Answer:
        """Raises RuntimeError."""
        if function.name == self.failing:
            return error("Runtime.ExitError", f"{function.name} was told to fail")
        return self._pools[function.name].invoke(payload)

    def _handle(self, function: Function, payload: bytes) -> None:
        try:
            self._deliver(function, payload)
        finally:
            with self._handled:
                self._events -= 1
                self._handled.notify_all()

    def _deliver(self, function: Function, payload: bytes) -> None:
        """An asynchronous invocation, with Lambda's retries and its record of the last failure."""
        request = str(uuid.uuid4())
        for attempt in range(function.retries + 1):
            if attempt and self._stopping.wait(self._retry_seconds[attempt - 1]):
                return
            try:
                answer = self._run(function, payload)
            except RuntimeError as failure:
                answer = error("Runtime.StartError", str(failure))
            if self._stopping.is_set() or not answer.failed:
                return
        if function.keeps_failures:
            self.failures.append(_record(function, payload, answer, request))

    def _pool(self, function: Function, concurrency: int) -> Pool:
        settings = function.environment | self._environment
        settings |= {"HOME": self._scratch.name, "LANG": "en_US.UTF-8", "TZ": ":UTC", "_HANDLER": function.handler}
        scratch = Path(self._scratch.name)

        def start() -> Runtime:
            # Credentials of its own, as in Lambda: by its calls it is known.
            own = {KEY: f"{settings[KEY]}-{next(ENVIRONMENTS)}"}
            return Runtime(
                function, settings | own, self._code, self._installation, self._processes, self._log, scratch
            )

        return Pool(start, self._code, concurrency)


def _mapping(function: str, stream: dict) -> Mapping:
    """Lambda's defaults: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html"""
    filters = (stream.get("FilterCriteria") or {}).get("Filters") or []
    return Mapping(
        function=f"{function}:live",
        batch=int(stream.get("BatchSize", 100)),
        filters=[each["Pattern"] for each in filters],
        retries=int(stream.get("MaximumRetryAttempts", 10_000)),
        longest_age=int(stream.get("MaximumRecordAgeInSeconds", -1)),
        bisects=bool(stream.get("BisectBatchOnFunctionError", False)),
        reports="ReportBatchItemFailures" in (stream.get("FunctionResponseTypes") or []),
        keeps_failures="OnFailure" in (stream.get("DestinationConfig") or {}),
    )


def _refusal(status: int, kind: str, message: str) -> Response:
    body = json.dumps({"Type": "User" if status < 500 else "Service", "message": message}).encode()
    return status, {"Content-Type": "application/json", "x-amzn-ErrorType": kind}, body


def _record(function: Function, payload: bytes, answer: Answer, request: str) -> dict:
    """https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"""
    now = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "version": "1.0",
        "timestamp": now,
        "requestContext": {
            "requestId": request,
            "functionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function.name}:{VERSION}",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": function.retries + 1,
        },
        "requestPayload": json.loads(payload),
        "responseContext": {"statusCode": 200, "executedVersion": VERSION, "functionError": "Unhandled"},
        "responsePayload": json.loads(answer.body),
    }
