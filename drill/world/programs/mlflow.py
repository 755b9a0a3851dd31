"""A stand-in for MLflow: its Host check, and its experiment search and model registry, in memory.

Answers as MLflow 3.17.2 was seen to. A task's address in the drill is a loopback alias (127.A.B.N) that stands for a
private one, so by default these are let in as MLflow lets in private addresses.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import threading
import time
from fnmatch import fnmatch
from urllib.parse import parse_qsl, urlsplit

from world.programs.serving import Handler, address, serve

# https://mlflow.org/docs/latest/self-hosting/security/network/
EXEMPT_PATHS = ("/health", "/version")
DEFAULT_ALLOWED_HOSTS = [
    *("localhost", "localhost:*", "127.*", "0.0.0.0", "0.0.0.0:*", "[::1]", "[[]::1]:*"),
    *("10.*", "192.168.*", *(f"172.{second}.*" for second in range(16, 32)), "fc00:*", "fd00:*"),
]

VERSION = "3.17.2"
API = "/api/2.0/mlflow"


class Refused(Exception):
    """One of MLflow's errors: its HTTP status, code and message."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


def allows(allowed: list[str], host: str) -> bool:
    """Whether MLflow would let this Host header in: the port is part of it, `*` matches anything."""
    return bool(host) and any(fnmatch(host, each) if "*" in each else host == each for each in allowed)


def allowed_hosts(text: str | None) -> list[str]:
    """Reads `--allowed-hosts`; what is listed replaces the default."""
    return [host.strip() for host in text.split(",")] if text else DEFAULT_ALLOWED_HOSTS


class Store:
    """The default experiment and the registered models; safe for several threads."""

    def __init__(self) -> None:
        self._started = _now()
        self._models: dict[str, dict] = {}
        self._lock = threading.Lock()

    def search_experiments(self, request: dict) -> dict:
        _require_max_results(request)
        experiment = {
            "experiment_id": "0",
            "name": "Default",
            "artifact_location": "mlflow-artifacts:/0",
            "lifecycle_stage": "active",
            "last_update_time": self._started,
            "creation_time": self._started,
        }
        return {"experiments": [experiment]}

    def create_model(self, request: dict) -> dict:
        name = request.get("name")
        if not isinstance(name, str) or not name:
            raise Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'name'.")
        with self._lock:
            if name in self._models:
                raise Refused(400, "RESOURCE_ALREADY_EXISTS", f"Registered Model (name={name}) already exists.")
            now = _now()
            model = {"name": name, "creation_timestamp": now, "last_updated_timestamp": now}
            self._models[name] = model
        return {"registered_model": model}

    def search_models(self, request: dict) -> dict:
        """All models, or with the filter `name='…'` that one."""
        if "max_results" in request:
            _require_max_results(request)
        with self._lock:
            models = list(self._models.values())
        if condition := request.get("filter"):
            named = re.fullmatch(r"\s*name\s*=\s*'([^']*)'\s*", condition)
            if named is None:
                raise Refused(400, "INVALID_PARAMETER_VALUE", f"Invalid filter string: {condition}")
            models = [model for model in models if model["name"] == named[1]]
        return {"registered_models": models} if models else {}


def handler(allowed: list[str], store: Store) -> type[Handler]:
    routes = {
        ("POST", f"{API}/experiments/search"): store.search_experiments,
        ("POST", f"{API}/registered-models/create"): store.create_model,
        ("GET", f"{API}/registered-models/search"): store.search_models,
    }

    class MlflowHandler(Handler):
        def do_GET(self) -> None:
            self._respond({})

        def do_POST(self) -> None:
            body = self.request_body()
            try:
                given = json.loads(body)
            except ValueError:
                # Seen: MLflow takes a body that is no JSON for one with no parameters.
                given = {}
            self._respond(given if isinstance(given, dict) else {})

        def _respond(self, given: dict) -> None:
            url = urlsplit(self.path)
            if url.path not in EXEMPT_PATHS and not allows(allowed, self.headers.get("Host", "")):
                self.answer(403, b"Invalid Host header - possible DNS rebinding attack detected", "text/plain")
            elif url.path == "/health":
                self.answer(200, b"OK")
            elif url.path == "/version":
                self.answer(200, VERSION.encode(), "text/html; charset=utf-8")
            elif (route := routes.get((self.command, url.path))) is None:
                self.answer(404, b"Not Found", "text/html; charset=utf-8")
            else:
                self._call(route, given | dict(parse_qsl(url.query)))

        def _call(self, route: object, request: dict) -> None:
            try:
                if self.command == "POST" and self.headers.get_content_type() != "application/json":
                    message = "Bad Request. Content-Type must be one of ['application/json']."
                    raise Refused(400, "INVALID_PARAMETER_VALUE", message)
                self.answer_json(200, route(request))
            except Refused as refusal:
                self.answer_json(refusal.status, {"error_code": refusal.code, "message": str(refusal)})

    return MlflowHandler


def _require_max_results(request: dict) -> None:
    value = request.get("max_results", 0)
    if not str(value).isdigit() or int(value) < 1:
        message = f"Invalid value {value} for parameter 'max_results' supplied. It must be a positive integer"
        raise Refused(400, "INVALID_PARAMETER_VALUE", message)


def _now() -> int:
    """Milliseconds since 1970, as MLflow's timestamps."""
    return time.time_ns() // 1_000_000


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listen", type=address, required=True, metavar="ADDRESS:PORT")
    parser.add_argument(
        "--allowed-hosts",
        default=os.environ.get("MLFLOW_SERVER_ALLOWED_HOSTS"),
        metavar="HOST[,HOST…]",
        help="the only Host headers to let in, port included, * for anything (default: local and private addresses)",
    )
    return parser


def main() -> None:
    given = arguments().parse_args()
    serve(given.listen, handler(allowed_hosts(given.allowed_hosts), Store()))


if __name__ == "__main__":
    main()
