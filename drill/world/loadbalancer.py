"""The API's load balancer: forwards a caller's request to a running task of the API, and counts what went wrong."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from dataclasses import dataclass

IDLE_SECONDS = 60
# CloudWatch's names of the answers that a target gave, and of those that the balancer gave itself.
OF_THE_TARGET = "HTTPCode_Target_5XX_Count"
OF_ITS_OWN = "HTTPCode_ELB_5XX_Count"
Answer = tuple[int, dict[str, str], bytes]
# State, reason and description, as Elastic Load Balancing writes them.
Health = tuple[str, str | None, str | None]


class LoadBalancer:
    """An Application Load Balancer: where no target answers it does so itself.

    It says 503 without a target, 502 where the target cannot be reached, 504 after the idle timeout.

    targets: the addresses (IPv4, port) that are in service now
    count: is told of every answer from 500 on that a caller gets, by the name of its metric
    """

    def __init__(self, targets: Callable[[], list[tuple[str, int]]], count: Callable[[str], None]):
        self._targets = targets
        self._count = count

    def forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """What a caller gets."""
        metric, answer = self._forward(method, path, headers, body)
        if answer[0] >= 500:
            self._count(metric)
        return answer

    def look(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """What a caller would get. Nobody counts it: who looks on rings no alarm."""
        return self._forward(method, path, headers, body)[1]

    def _forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[str, Answer]:
        """The metric of who answered, and the answer."""
        targets = self._targets()
        if not targets:
            return OF_ITS_OWN, (503, {}, b"no target\n")
        connection = http.client.HTTPConnection(*targets[0], timeout=IDLE_SECONDS)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            kept = {"Content-Type": answer.headers["Content-Type"]} if answer.headers["Content-Type"] else {}
            return OF_THE_TARGET, (answer.status, kept, answer.read())
        except TimeoutError:
            return OF_ITS_OWN, (504, {}, b"target did not answer\n")
        except (OSError, http.client.HTTPException):
            return OF_ITS_OWN, (502, {}, b"target cannot be reached\n")
        finally:
            connection.close()


@dataclass(frozen=True)
class HealthCheck:
    """How a load balancer finds out whether a target serves.

    path: what it requests; None: it only connects
    codes: the statuses that count as healthy, as AWS writes them: `200`, `200,302`, `200-399`
    seconds: for an answer
    """

    path: str | None
    codes: str
    seconds: float

    def of(self, address: str, port: int) -> Health:
        """What one request to the target finds."""
        try:
            status = self._ask(address, port)
        except TimeoutError:
            return "unhealthy", "Target.Timeout", "Request timed out"
        except (OSError, http.client.HTTPException):
            return "unhealthy", "Target.FailedHealthChecks", "Health checks failed"
        if status is None or self._takes(status):
            return "healthy", None, None
        return "unhealthy", "Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{status}]"

    def _ask(self, address: str, port: int) -> int | None:
        """The status of the answer; None if there is nothing to ask for."""
        if self.path is None:
            socket.create_connection((address, port), self.seconds).close()
            return None
        connection = http.client.HTTPConnection(address, port, timeout=self.seconds)
        try:
            connection.request("GET", self.path, headers={"User-Agent": "ELB-HealthChecker/2.0"})
            return connection.getresponse().status
        finally:
            connection.close()

    def _takes(self, status: int) -> bool:
        for part in self.codes.split(","):
            first, _, last = part.partition("-")
            if int(first) <= status <= int(last or first):
                return True
        return False
