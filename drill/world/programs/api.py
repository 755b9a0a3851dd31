"""hokusai-api: serves /health, and forwards /api/mlflow/… to MLflow where the environment says that it is.

MLFLOW_SERVER_URL: MLflow's endpoint, `http://HOST:PORT`, read once, as a container's environment is.
MLFLOW_SERVER_PARAMETER: in place of it, the SSM parameter that holds it, read again for a request after five seconds.
WORLD_RESOLVER: the DNS server to ask for HOST, `ADDRESS:PORT`; it is asked for each request.
"""

from __future__ import annotations

import argparse
import http.client
import ipaddress
import os
import sys
import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from dnslib import QTYPE, RCODE, DNSError, DNSRecord

from world.programs.serving import Address, Handler, address, serve

ROUTE = "/api/mlflow"
DNS_SECONDS = 2.0
CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 10.0
# As the caches of the libraries that read parameters have it, if nobody says otherwise.
PARAMETER_SECONDS = 5.0


class Unreachable(Exception):
    """MLflow could not be asked; the message is the reason, in one line."""


class Reading:
    """An endpoint that is read again while the program runs; what was read last stands where it cannot be.

    read: gives it, or raises an exception
    """

    def __init__(self, read: Callable[[], str]):
        self._read = read
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._known: SplitResult | None = None

    def __call__(self) -> SplitResult:
        """Raises Unreachable if it never could be read."""
        with self._lock:
            if time.monotonic() - self._at > PARAMETER_SECONDS:
                try:
                    self._known, self._at = urlsplit(self._read()), time.monotonic()
                except Exception as failure:
                    if self._known is None:
                        raise Unreachable(f"the endpoint cannot be read: {failure}") from failure
            return self._known


def resolve(host: str, resolver: Address) -> list[str]:
    """The IPv4 addresses of a name, in the order of the answer; an address is its own.

    Raises Unreachable if there are none.
    """
    try:
        return [str(ipaddress.IPv4Address(host))]
    except ValueError:
        pass
    try:
        answer = DNSRecord.parse(DNSRecord.question(host, "A").send(*resolver, timeout=DNS_SECONDS))
    except (OSError, DNSError) as failure:
        raise Unreachable(f"{host} cannot be resolved: {failure or type(failure).__name__}") from failure
    found = [str(record.rdata) for record in answer.rr if record.rtype == QTYPE.A]
    if not found:
        raise Unreachable(f"{host} does not resolve: {RCODE.get(answer.header.rcode)}, no address")
    return found


def connect(host: str, addresses: list[str], port: int) -> http.client.HTTPConnection:
    """A connection to the first address that takes one, as HTTP clients try them. Raises Unreachable if none does."""
    reasons = []
    for each in addresses:
        connection = http.client.HTTPConnection(each, port, timeout=CONNECT_SECONDS)
        try:
            connection.connect()
        except OSError as failure:
            reasons.append(f"{each}:{port} {failure.strerror or failure}")
            continue
        connection.sock.settimeout(ANSWER_SECONDS)
        return connection
    raise Unreachable(f"{host} cannot be reached: {', '.join(reasons)}")


def handler(where: Callable[[], SplitResult], resolver: Address) -> type[Handler]:
    """where: gives MLflow's endpoint for each request, or raises Unreachable"""

    class ApiHandler(Handler):
        def do_GET(self) -> None:
            body = self.request_body()
            if self.path == "/health":
                self.answer_json(200, {"status": "ok"})
            elif self.path.startswith(f"{ROUTE}/"):
                self._forward(body)
            else:
                self.answer_json(404, {"error": "not found"})

        do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def _forward(self, body: bytes) -> None:
            try:
                status, content_type, answer = self._ask(body)
            except Unreachable as unreachable:
                self.answer_json(502, {"error": "bad gateway", "reason": str(unreachable)})
            else:
                self.answer(status, answer, content_type)

        def _ask(self, body: bytes) -> tuple[int, str, bytes]:
            endpoint = where()
            connection = connect(endpoint.hostname, resolve(endpoint.hostname, resolver), endpoint.port or 80)
            headers = {"Host": endpoint.netloc, "Content-Length": str(len(body))}
            if "Content-Type" in self.headers:
                headers["Content-Type"] = self.headers["Content-Type"]
            try:
                target = endpoint.path.rstrip("/") + self.path.removeprefix(ROUTE)
                connection.request(self.command, target, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.getheader("Content-Type", "text/plain"), answer.read()
            except (OSError, http.client.HTTPException) as failure:
                reason = str(failure) or type(failure).__name__
                raise Unreachable(f"{endpoint.netloc} at {connection.host} gave no answer: {reason}") from failure
            finally:
                connection.close()

    return ApiHandler


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listen", type=address, required=True, metavar="ADDRESS:PORT")
    given = parser.parse_args()
    serve(given.listen, handler(_endpoint(), address(os.environ["WORLD_RESOLVER"])))


def _endpoint() -> Callable[[], SplitResult]:
    if parameter := os.environ.get("MLFLOW_SERVER_PARAMETER"):
        # Imported where it is needed: it takes a second.
        import boto3

        ssm = boto3.client("ssm")
        return Reading(lambda: ssm.get_parameter(Name=parameter, WithDecryption=True)["Parameter"]["Value"])
    endpoint = urlsplit(os.environ.get("MLFLOW_SERVER_URL", ""))
    if endpoint.scheme != "http" or not endpoint.hostname:
        sys.exit(f"MLFLOW_SERVER_URL is no http:// address: {endpoint.geturl()!r}")
    return lambda: endpoint


if __name__ == "__main__":
    main()
