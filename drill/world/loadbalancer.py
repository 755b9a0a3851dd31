"""The API's load balancer: forwards a caller's request to a running task of the API, and counts what went wrong."""

from __future__ import annotations

import http.client
from collections.abc import Callable

IDLE_SECONDS = 60
# CloudWatch's names of the answers that a target gave, and of those that the balancer gave itself.
OF_THE_TARGET = "HTTPCode_Target_5XX_Count"
OF_ITS_OWN = "HTTPCode_ELB_5XX_Count"
Answer = tuple[int, dict[str, str], bytes]


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
