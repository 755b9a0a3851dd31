"""What several tests share: one world for the whole run, stock moto beside it, and waiting."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator

import boto3
import pytest
from botocore.config import Config

from world import client
from world.options import Options

DEADLINE_SECONDS = 30
Clients = Callable[[str], object]


@pytest.fixture(scope="session")
def world_url() -> Iterator[str]:
    """The URL of a settled world, in which health and alarms take a second or two instead of thirty and sixty."""
    name = f"test-{os.getpid()}"
    told, _ = client.up(Options(name, pace=0.1, operation_seconds=0.3, custom_health_seconds=0.5, alarm_minute=2))
    yield told["url"]
    client.down(name)


@pytest.fixture(scope="session")
def world(world_url: str) -> Clients:
    """boto3 clients of the world, by service name."""
    return _clients(world_url)


@pytest.fixture(scope="session")
def stock() -> Iterator[Clients]:
    """boto3 clients of moto as it comes."""
    # Imported here, so that nothing else waits for it. The world's mends are in the daemon's process, not in this one.
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    yield _clients("http://{}:{}".format(*server.get_host_and_port()))
    server.stop()


@pytest.fixture(params=["world", pytest.param("stock", marks=pytest.mark.xfail(strict=True, reason="not mended"))])
def aws(request: pytest.FixtureRequest) -> Clients:
    """For a test of a mend: it passes on the world, and must fail on stock moto, or the mend is not needed."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def command(world_url: str) -> Callable[..., dict]:
    """Asks the world's control API: method, path, and a verb's arguments."""

    def ask(method: str, path: str, *arguments: str, **body: object) -> dict:
        return client.ask(world_url, method, path, {"arguments": list(arguments)} | body)

    return ask


def wait_until(condition: Callable[[], object], seconds: float = DEADLINE_SECONDS) -> object:
    """What the condition gives once it is true. Fails the test if that takes so long."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not (found := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        pause.wait(0.02)
    return found


def _clients(url: str) -> Clients:
    session = boto3.Session(aws_access_key_id="TEST", aws_secret_access_key="local", region_name="us-east-1")
    config = Config(inject_host_prefix=False, retries={"total_max_attempts": 1})
    return lambda service: session.client(service, endpoint_url=url, config=config)
