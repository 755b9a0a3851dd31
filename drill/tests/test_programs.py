"""The programs in the tasks: MLflow's stand-in beside the real one, and the API in front of them."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

import pytest

from world.dns import AuthoritativeServer
from world.ports import free_port
from world.programs import api, mlflow, mlflow_real
from world.programs.serving import Address, Handler
from world.zones import Record, Zone

DRILL = Path(__file__).resolve().parents[1]
NAME = "mlflow.drill.local"
SEARCH = "/api/2.0/mlflow/experiments/search"
CREATE = "/api/2.0/mlflow/registered-models/create"
MODELS = "/api/2.0/mlflow/registered-models/search"
# Long enough for the real MLflow to start on a busy machine.
START_SECONDS = 120

Answer = tuple[int, str]


@contextmanager
def serving(handler: type[Handler]) -> Iterator[Address]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address
        server.shutdown()


def at(url: str) -> Callable[[], SplitResult]:
    """An endpoint that stays where it is."""
    return lambda: urlsplit(url)


def call(where: Address, method: str, path: str, body: object = None, host: str | None = None) -> Answer:
    connection = HTTPConnection(*where, timeout=10)
    headers = {"Host": host or f"{where[0]}:{where[1]}"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    connection.request(method, path, None if body is None else json.dumps(body), headers)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def program(module: str, *options: str, host: str = "127.0.0.1") -> Iterator[tuple[Address, subprocess.Popen]]:
    """Runs a program of the package and waits until it listens."""
    where = host, free_port(host)
    process = subprocess.Popen(
        [sys.executable, "-m", module, "--listen", f"{where[0]}:{where[1]}", *options],
        cwd=DRILL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: listens(where), process)
        yield where, process
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def wait_for(condition: Callable[[], bool], process: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        assert process.poll() is None, f"the program ended with {process.returncode}"
        assert time.monotonic() < deadline, "the program does not listen"
        time.sleep(0.05)


def listens(where: Address) -> bool:
    with socket.socket() as attempt:
        return attempt.connect_ex(where) == 0


@pytest.fixture(scope="module", params=["stand-in", "real"])
def guarded_mlflow(request: pytest.FixtureRequest) -> Iterator[Address]:
    """MLflow that lets in its name and `127.0.0.1:*` only."""
    module = {"stand-in": mlflow, "real": mlflow_real}[request.param]
    if module is mlflow_real and not mlflow_real.PYTHON.exists():
        pytest.skip("the real MLflow is not installed")
    with program(module.__name__, "--allowed-hosts", f"{NAME}:5000,127.0.0.1:*") as (where, _):
        yield where


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        (SEARCH, f"{NAME}:5000", 200),
        (SEARCH, NAME, 403),
        (SEARCH, "elsewhere.drill.local:5000", 403),
        (SEARCH, "10.0.1.88:5000", 403),
        (SEARCH, "127.0.0.1:1", 200),
    ],
)
def test_mlflow_lets_in_only_the_allowed_hosts(guarded_mlflow: Address, path: str, host: str, status: int) -> None:
    assert call(guarded_mlflow, "POST", path, {"max_results": 1}, host)[0] == status


@pytest.mark.parametrize("path", ["/health", "/version"])
def test_mlflow_tells_its_health_to_everybody(guarded_mlflow: Address, path: str) -> None:
    assert call(guarded_mlflow, "GET", path, host="elsewhere.drill.local")[0] == 200


def test_mlflow_keeps_models_and_refuses_a_name_twice(guarded_mlflow: Address) -> None:
    assert call(guarded_mlflow, "POST", CREATE, {"name": "churn"})[0] == 200

    status, again = call(guarded_mlflow, "POST", CREATE, {"name": "churn"})
    assert (status, json.loads(again)["error_code"]) == (400, "RESOURCE_ALREADY_EXISTS")
    status, found = call(guarded_mlflow, "GET", f"{MODELS}?filter=name%3D%27churn%27&max_results=5")
    assert (status, [model["name"] for model in json.loads(found)["registered_models"]]) == (200, ["churn"])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", SEARCH, {"max_results": 0}, 400),
        ("POST", SEARCH, None, 400),
        ("POST", CREATE, {}, 400),
        ("GET", "/nothing/here", None, 404),
    ],
)
def test_mlflow_refuses_what_it_cannot_do(
    guarded_mlflow: Address, method: str, path: str, body: object, status: int
) -> None:
    assert call(guarded_mlflow, method, path, body)[0] == status


def test_mlflow_by_default_lets_in_addresses_and_refuses_names() -> None:
    with serving(mlflow.handler(mlflow.allowed_hosts(None), mlflow.Store())) as where:
        for host in ("127.3.2.1:5000", "10.0.1.88:5000", "172.31.0.1", "localhost:5000"):
            assert call(where, "POST", SEARCH, {"max_results": 1}, host)[0] == 200
        for host in (f"{NAME}:5000", "172.32.0.1:5000"):
            assert call(where, "POST", SEARCH, {"max_results": 1}, host)[0] == 403


@pytest.fixture
def records() -> list[Record]:
    return []


@pytest.fixture
def resolver(records: list[Record]) -> Iterator[Address]:
    server = AuthoritativeServer("127.0.0.1", 0, lambda: [Zone("drill.local.", tuple(records))])
    server.start()
    yield server.address
    server.stop()


def test_the_api_forwards_the_rest_of_the_path_with_the_endpoint_as_host(
    records: list[Record], resolver: Address
) -> None:
    with serving(mlflow.handler([f"{NAME}:*"], mlflow.Store())) as (host, port):
        records.append(Record(f"{NAME}.", "A", 10, (host,)))
        with serving(api.handler(at(f"http://{NAME}:{port}"), resolver)) as where:
            assert call(where, "GET", "/health")[0] == 200
            status, body = call(where, "POST", "/api/mlflow" + SEARCH, {"max_results": 1})

    assert (status, json.loads(body)["experiments"][0]["name"]) == (200, "Default")


def test_the_api_goes_to_an_address_without_asking_for_a_name() -> None:
    nobody = ("127.0.0.1", 9)
    with serving(mlflow.handler(["127.0.0.1:*"], mlflow.Store())) as (host, port):
        with serving(api.handler(at(f"http://{host}:{port}"), nobody)) as where:
            assert call(where, "POST", "/api/mlflow" + SEARCH, {"max_results": 1})[0] == 200


def test_the_api_tries_the_next_address_when_one_refuses(records: list[Record], resolver: Address) -> None:
    with serving(mlflow.handler(["*"], mlflow.Store())) as (host, port):
        records.append(Record(f"{NAME}.", "A", 10, ("127.0.0.9", host)))
        with serving(api.handler(at(f"http://{NAME}:{port}"), resolver)) as where:
            assert call(where, "POST", "/api/mlflow" + SEARCH, {"max_results": 1})[0] == 200


def test_the_api_answers_502_with_the_reason(records: list[Record], resolver: Address) -> None:
    with serving(api.handler(at(f"http://{NAME}:1"), resolver)) as where:
        status, unresolved = call(where, "GET", "/api/mlflow" + MODELS)
        assert status == 502
        assert json.loads(unresolved)["reason"] == f"{NAME} does not resolve: NXDOMAIN, no address"

        records.append(Record(f"{NAME}.", "A", 10, ("127.0.0.1",)))
        status, refused = call(where, "GET", "/api/mlflow" + MODELS)
        assert status == 502
        assert json.loads(refused)["reason"] == f"{NAME} cannot be reached: 127.0.0.1:1 Connection refused"


def test_the_api_answers_502_when_mlflow_hangs_up(resolver: Address) -> None:
    class HangsUp(Handler):
        def do_GET(self) -> None:
            self.close_connection = True

    with serving(HangsUp) as (host, port):
        with serving(api.handler(at(f"http://{host}:{port}"), resolver)) as where:
            status, body = call(where, "GET", "/api/mlflow" + MODELS)

    assert status == 502
    assert f"{host}:{port} at {host} gave no answer" in json.loads(body)["reason"]


def test_a_program_ends_with_status_0_on_sigterm() -> None:
    with program(mlflow.__name__) as (_, process):
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_the_api_says_in_one_line_what_it_lacks() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", api.__name__, "--listen", "127.0.0.1:0"],
        cwd=DRILL,
        env={"MLFLOW_SERVER_URL": "mlflow:5000"},
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 1
    assert ended.stderr == "MLFLOW_SERVER_URL is no http:// address: 'mlflow:5000'\n"


def test_an_endpoint_is_read_again_after_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now, told = [100.0], ["http://one:5000"]
    monkeypatch.setattr(api.time, "monotonic", lambda: now[0])
    endpoint = api.Reading(lambda: told[0])
    assert endpoint().netloc == "one:5000"

    told[0] = "http://two:5000"
    now[0] += 5
    assert endpoint().netloc == "one:5000"
    now[0] += 0.1
    assert endpoint().netloc == "two:5000"


def test_an_endpoint_that_cannot_be_read_is_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    now, told = [100.0], ["http://one:5000"]
    monkeypatch.setattr(api.time, "monotonic", lambda: now[0])
    endpoint = api.Reading(told.pop)
    assert endpoint().netloc == "one:5000"

    now[0] += 6
    assert endpoint().netloc == "one:5000"
    with pytest.raises(api.Unreachable, match="cannot be read"):
        api.Reading(told.pop)()
