"""bin/local-invoke, with the sample function in place of the project's."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from world import local_invoke
from world.lambda_runtime import Installation

SOURCES = Path(__file__).with_name("functions")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with nothing in it but a template and a built function."""
    repository = tmp_path_factory.mktemp("repository")
    shutil.copy(SOURCES / "template.yaml", repository)
    code = repository / "functions" / "target" / "lambda"
    javac = Installation.prepared().java_home / "bin" / "javac"
    subprocess.run([str(javac), "-d", str(code), str(SOURCES / "Sample.java")], check=True)
    return repository


@pytest.fixture(autouse=True)
def surroundings(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_invoke, "REPOSITORY", repository)
    monkeypatch.setattr(local_invoke.signal, "signal", lambda *_: None)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str, event: str = "{}") -> int:
    monkeypatch.setattr(sys, "argv", ["local-invoke", *arguments])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(event.encode())))
    try:
        return local_invoke.main()
    except SystemExit as ended:
        return ended.code


def test_prints_the_response_and_puts_the_log_aside(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    status = run(monkeypatch, "Sample", "-e", "-", "-p", "Greeting=you", event='{"from": "a test"}')

    said = capfd.readouterr()
    response = json.loads(said.out)
    assert status == 0
    assert response["event"] == {"from": "a test"}
    assert response["environment"]["GREETING"] == "hello you"
    assert "the sample was called" in said.err


def test_invokes_as_often_as_asked_in_one_process(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "event.json").write_text("{}")

    assert run(monkeypatch, "Sample", "-e", str(tmp_path / "event.json"), "-n", "3") == 0

    assert [json.loads(line)["calls"] for line in capfd.readouterr().out.splitlines()] == [1, 2, 3]


@pytest.mark.parametrize(
    ("arguments", "event", "status", "said"),
    [
        (["Sample", "-e", "-"], '{"do":"throw"}', 2, "as told"),
        (["Hasty", "-e", "-"], '{"do":"wait","millis":60000}', 2, "Task timed out after 5.00 seconds"),
        (["Sample", "-e", "-"], '{"cut":', 1, "Could not parse request body into json"),
        (["Nobody", "-e", "-"], "{}", 1, "Function not found: Nobody"),
        (["Sample", "-e", "missing.json"], "{}", 1, "missing.json: No such file or directory"),
        (["Sample", "-e", "-"], "[" * 100_000, 1, "Could not parse request body into json"),
        (
            ["Sample", "-e", "-", "-p", "Foo=1"],
            "{}",
            1,
            "no parameter Foo; there are ChatTopicArn, ClusterName, Greeting, Local",
        ),
        (["Sample"], "{}", 1, "-e/--event"),
        (["Sample", "-e", "-", "-p", "odd"], "{}", 1, "not NAME=VALUE: 'odd'"),
    ],
)
def test_tells_by_its_status_what_happened(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    event: str,
    status: int,
    said: str,
) -> None:
    assert run(monkeypatch, *arguments, event=event) == status

    assert said in "".join(capfd.readouterr())


def test_refuses_a_world_whose_name_is_a_path(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORLD_NAME", "../x")

    assert run(monkeypatch, "Sample", "-e", "-") == 1

    assert "WORLD_NAME: not a world's name" in capfd.readouterr().err


def test_does_not_run_where_it_would_meet_the_real_aws(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL")

    assert run(monkeypatch, "Sample", "-e", "-") == 1

    assert "no local world is up" in capfd.readouterr().err
