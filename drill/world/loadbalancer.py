"""The API's load balancer: forwards a caller's request to a running task of the API."""

from __future__ import annotations

import http.client
from collections.abc import Callable

IDLE_SECONDS = 60
Answer = tuple[int, dict[str, str], bytes]


class LoadBalancer:
    """An Application Load Balancer: where no target answers it does so itself.

    It says 503 without a target, 502 where the target cannot be reached, 504 after the idle timeout.

    targets: the addresses (IPv4, port) that are in service now
    """

    def __init__(self, targets: Callable[[], list[tuple[str, int]]]):
        self._targets = targets

    def forward(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        targets = self._targets()
        if not targets:
            return 503, {}, b"no target\n"
        connection = http.client.HTTPConnection(*targets[0], timeout=IDLE_SECONDS)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            kept = {"Content-Type": answer.headers["Content-Type"]} if answer.headers["Content-Type"] else {}
            return answer.status, kept, answer.read()
        except TimeoutError:
            return 504, {}, b"target did not answer\n"
        except (OSError, http.client.HTTPException):
            return 502, {}, b"target cannot be reached\n"
        finally:
            connection.close()
