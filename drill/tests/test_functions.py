"""Lambda's Invoke API before the real runtime client, with a function that does what it is told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import wait_until

from world import lambda_runtime
from world.functions import Functions
from world.lambda_pool import Pool
from world.lambda_runtime import Installation

SOURCES = Path(__file__).with_name("functions")
# Long enough for a JVM to start on a busy machine.
DEADLINE_SECONDS = 60


def compile_sample(code: Path) -> None:
    javac = Installation.prepared().java_home / "bin" / "javac"
    subprocess.run([str(javac), "-d", str(code), str(SOURCES / "Sample.java")], check=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("functions")
    compile_sample(folder / "task")
    return folder


@pytest.fixture(scope="module")
def functions(folder: Path) -> Iterator[Functions]:
    functions = made(folder)
    yield functions
    functions.stop()


def made(folder: Path) -> Functions:
    environment = {"AWS_ACCESS_KEY_ID": "FUNCTIONS", "AWS_SECRET_ACCESS_KEY": "local"}
    return Functions(
        SOURCES / "template.yaml",
        {"Greeting": "drill"},
        environment,
        folder / "task",
        folder / "log",
        retry_seconds=(0.0, 0.0),
        concurrency=2,
    )


def invoke(functions: Functions, event: object, name: str = "Patient") -> dict:
    status, headers, body = functions.invoke(name, json.dumps(event).encode())
    assert (status, headers.get("X-Amz-Function-Error")) == (200, None), body
    return json.loads(body)


def failing(functions: Functions, event: object, name: str = "Sample") -> dict:
    status, headers, body = functions.invoke(name, json.dumps(event).encode())
    assert (status, headers.get("X-Amz-Function-Error")) == (200, "Unhandled"), body
    return json.loads(body)


def waiting(folder: Path) -> int:
    """How many calls have been told to wait, and began to."""
    return (folder / "log").read_text().splitlines().count("waiting")


def test_a_function_gets_the_environment_of_lambda_the_template_and_the_world(functions: Functions) -> None:
    environment = invoke(functions, {}, "Sample")["environment"]

    expected = {
        "AWS_LAMBDA_FUNCTION_NAME": "Sample",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        "AWS_REGION": "us-east-1",
        "GREETING": "hello drill",
        "OTHER": "arn:aws:lambda:us-east-1:123456789012:function:Patient",
    }
    assert expected.items() <= environment.items()
    assert "JAVA_HOME" not in environment


def test_each_environment_has_credentials_of_its_own(functions: Functions) -> None:
    first, again, other = (
        invoke(functions, {}, name)["environment"]["AWS_ACCESS_KEY_ID"] for name in ("Sample", "Sample", "Patient")
    )

    assert first == again != other
    assert first.startswith("FUNCTIONS-")


def test_a_warm_function_is_called_again_in_the_same_process(functions: Functions) -> None:
    first = invoke(functions, {"number": 1})
    second = invoke(functions, {"number": 2})

    assert second["event"] == {"number": 2}
    assert (second["pid"], second["calls"]) == (first["pid"], first["calls"] + 1)


@pytest.mark.parametrize(
    "name",
    [
        "Patient:live",
        "Patient:$LATEST",
        "123456789012:function:Patient",
        "arn:aws:lambda:us-east-1:123456789012:function:Patient",
        "arn:aws:lambda:us-east-1:123456789012:function:Patient:live",
    ],
)
def test_a_function_is_known_by_its_alias_and_arn_too(functions: Functions, name: str) -> None:
    assert invoke(functions, {}, name)["environment"]["AWS_LAMBDA_FUNCTION_NAME"] == "Patient"


@pytest.mark.parametrize("name", ["Nobody", "Patient:staging", "arn:aws:sqs:us-east-1:123456789012:Patient", "a b"])
def test_an_unknown_function_is_not_found(functions: Functions, name: str) -> None:
    status, headers, _ = functions.invoke(name, b"{}")

    assert (status, headers["x-amzn-ErrorType"]) == (404, "ResourceNotFoundException")


def test_a_body_that_is_no_json_is_refused(functions: Functions) -> None:
    status, headers, _ = functions.invoke("Patient", b'{"cut":')

    assert (status, headers["x-amzn-ErrorType"]) == (400, "InvalidRequestContentException")


def test_a_dry_run_does_nothing(functions: Functions) -> None:
    assert functions.invoke("Sample", b'{"do":"exit"}', "DryRun") == (204, {}, b"")


def test_an_exception_is_a_function_error_and_leaves_the_process_warm(functions: Functions) -> None:
    before = invoke(functions, {}, "Sample")["pid"]

    error = failing(functions, {"do": "throw"})

    assert (error["errorType"], error["errorMessage"]) == ("java.lang.IllegalStateException", "as told")
    assert invoke(functions, {}, "Sample")["pid"] == before


def test_a_handler_that_is_missing_is_a_function_error(functions: Functions) -> None:
    assert failing(functions, {}, "Missing")["errorType"] == "java.lang.ClassNotFoundException"


def test_a_timeout_is_a_function_error_and_the_next_call_is_cold(functions: Functions) -> None:
    error = failing(functions, {"do": "wait", "millis": 60_000}, "Hasty")

    assert error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Task timed out after 5.00 seconds")

    def answer() -> dict | None:
        told = json.loads(functions.invoke("Hasty", b"{}")[2])
        # A busy machine may not have started the JVM in time.
        return None if told.get("errorType") == "Sandbox.Timedout" else told

    assert wait_until(answer, DEADLINE_SECONDS)["calls"] == 1


def test_a_process_that_exits_is_a_function_error_and_the_next_call_is_cold(functions: Functions) -> None:
    assert failing(functions, {"do": "exit"})["errorType"] == "Runtime.ExitError"
    assert invoke(functions, {}, "Sample")["calls"] == 1


def test_a_process_killed_in_mid_call_is_a_function_error(functions: Functions, folder: Path) -> None:
    victim = invoke(functions, {})["pid"]
    before = waiting(folder)
    with ThreadPoolExecutor(1) as caller:
        told = caller.submit(failing, functions, {"do": "wait", "millis": 50_000}, "Patient")
        wait_until(lambda: waiting(folder) > before, DEADLINE_SECONDS)
        os.kill(victim, signal.SIGKILL)

        assert told.result(DEADLINE_SECONDS)["errorType"] == "Runtime.ExitError"
    assert invoke(functions, {})["pid"] != victim


def test_whoever_has_been_at_work_the_longest_is_killed(functions: Functions, folder: Path) -> None:
    before = waiting(folder)
    with ThreadPoolExecutor(2) as callers:
        victim = callers.submit(failing, functions, {"do": "wait", "millis": 50_000}, "Patient")
        wait_until(lambda: waiting(folder) == before + 1, DEADLINE_SECONDS)
        other = callers.submit(invoke, functions, {"do": "wait", "millis": 3000})
        wait_until(lambda: waiting(folder) == before + 2, DEADLINE_SECONDS)

        assert functions.kill("Patient")

        assert victim.result(DEADLINE_SECONDS)["errorType"] == "Runtime.ExitError"
        assert other.result(DEADLINE_SECONDS)["calls"] >= 1
    assert not functions.kill("Patient")


def test_calls_at_the_same_time_run_in_processes_of_their_own_and_more_of_them_wait(
    functions: Functions, folder: Path
) -> None:
    before = waiting(folder)
    with ThreadPoolExecutor(3) as callers:
        calls = [callers.submit(invoke, functions, {"do": "wait", "millis": 5000}) for _ in range(2)]
        wait_until(lambda: waiting(folder) == before + 2, DEADLINE_SECONDS)
        third = callers.submit(invoke, functions, {})
        pids = {call.result(DEADLINE_SECONDS)["pid"] for call in calls}

    assert len(pids) == 2
    assert third.result()["pid"] in pids


def test_an_event_is_accepted_tried_again_and_kept_with_its_last_failure(functions: Functions) -> None:
    assert functions.invoke("Sample", b'{"do":"throw"}', "Event") == (202, {}, b"")

    wait_until(lambda: functions.failures, DEADLINE_SECONDS)
    (record,) = functions.failures
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestPayload"] == {"do": "throw"}
    assert record["responsePayload"]["errorMessage"] == "as told"


def test_changed_code_is_run_from_the_next_call_on(functions: Functions, folder: Path) -> None:
    before = invoke(functions, {})["pid"]

    compile_sample(folder / "task")

    assert invoke(functions, {})["pid"] != before


def test_what_the_functions_write_is_in_the_log(functions: Functions, folder: Path) -> None:
    invoke(functions, {})

    assert "the sample was called" in (folder / "log").read_text()


def test_after_the_end_nothing_runs_and_nothing_is_left(folder: Path) -> None:
    functions = made(folder)
    idle, working = invoke(functions, {}), invoke(functions, {}, "Sample")
    before = waiting(folder)
    with ThreadPoolExecutor(1) as caller:
        told = caller.submit(failing, functions, {"do": "wait", "millis": 25_000})
        wait_until(lambda: waiting(folder) > before, DEADLINE_SECONDS)

        functions.stop()

        # Long before it would have ended by itself, and then without an error.
        assert told.result(10)["errorType"] == "Runtime.ExitError"
    for process in (idle, working):
        wait_until(lambda pid=process["pid"]: not Path(f"/proc/{pid}").exists())
    assert not Path(idle["environment"]["HOME"]).exists()


def test_the_end_waits_for_an_environment_that_is_being_made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    functions = made(folder)
    home = Path(functions._scratch.name)
    begun, unpack = threading.Event(), lambda_runtime._native_library

    def slowly(*where: Path) -> Path:
        begun.set()
        time.sleep(1)
        return unpack(*where)

    monkeypatch.setattr(lambda_runtime, "_native_library", slowly)
    with ThreadPoolExecutor(1) as caller:
        told = caller.submit(functions.invoke, "Sample", b"{}")
        assert begun.wait(DEADLINE_SECONDS)

        functions.stop()

        assert not home.exists()
        status, headers, _ = told.result(DEADLINE_SECONDS)
    assert (status, headers["x-amzn-ErrorType"]) == (500, "ServiceException")
    assert not home.exists()


def test_an_environment_that_was_being_made_at_the_end_is_ended_and_none_is_made_after_it(tmp_path: Path) -> None:
    class Environment:
        """It runs nothing: that would fail."""

        stopped = 0

        def stop(self) -> None:
            self.stopped += 1

    begun, goes_on, environment = threading.Event(), threading.Event(), Environment()

    def start() -> Environment:
        begun.set()
        assert goes_on.wait(DEADLINE_SECONDS)
        return environment

    pool = Pool(start, tmp_path, most=1)
    with ThreadPoolExecutor(2) as callers:
        calls = [callers.submit(pool.invoke, b"{}") for _ in range(2)]
        assert begun.wait(DEADLINE_SECONDS)
        pool.stop()
        goes_on.set()
        pool.await_made()

        assert environment.stopped == 1
        for call in calls:
            with pytest.raises(RuntimeError, match="the functions were stopped"):
                call.result(DEADLINE_SECONDS)


def test_functions_that_are_not_built_say_so(tmp_path: Path) -> None:
    shutil.copytree(SOURCES, tmp_path / "sources")

    with pytest.raises(RuntimeError, match="the functions are not built"):
        made(tmp_path)
