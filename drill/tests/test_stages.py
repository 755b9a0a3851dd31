"""Holding the world: step by step, and tasks that stay in one status."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from conftest import wait_until

from world.client import NoWorld

MLFLOW = "hokusai-mlflow-development"
NAME = "mlflow.hokusai-development.local"


@pytest.fixture(autouse=True)
def let_go(command: Callable[..., dict]) -> Iterator[None]:
    """Whatever a test holds goes on after it."""
    yield
    command("POST", "hold-task", "off")
    command("POST", "step", "off")
    command("POST", "scale", "mlflow", "1")


def statuses(command: Callable[..., dict], task: str | None = None) -> list[str]:
    """`lastStatus/desiredStatus` of MLflow's tasks that have not stopped, oldest first, or of one task."""
    tasks = command("GET", "state")["services"][MLFLOW]["tasks"]
    return [
        f"{found['lastStatus']}/{found['desiredStatus']}"
        for found in tasks
        if found["id"] == task or (task is None and found["lastStatus"] != "STOPPED")
    ]


def stages(command: Callable[..., dict]) -> Iterator[dict]:
    """One stage after the other, until the world has settled."""
    for _ in range(30):
        stage = command("POST", "step")
        yield stage
        if stage["settled"]:
            return
    raise AssertionError("does not settle")


def test_a_start_is_seen_at_each_of_its_stages(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")
    command("POST", "scale", "mlflow", "2")
    seen = [(statuses(command)[-1], len(command("GET", "state")["instances"][NAME]))]

    seen += [(statuses(command)[-1], len(command("GET", "state")["instances"][NAME])) for _ in stages(command)]

    assert seen == [
        ("PROVISIONING/RUNNING", 1),
        ("PENDING/RUNNING", 1),
        ("ACTIVATING/RUNNING", 1),
        ("ACTIVATING/RUNNING", 2),
        ("RUNNING/RUNNING", 2),
    ]


def test_a_stop_is_seen_at_each_of_its_stages(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")
    task = command("POST", "stop-task", "mlflow")["stopped"]
    instance = lambda: task in [found["id"] for found in command("GET", "state")["instances"][NAME]]  # noqa: E731
    seen = [(*statuses(command, task), instance())]

    seen += [(*statuses(command, task), instance()) for _ in stages(command)]

    assert seen[:6] == [
        ("RUNNING/STOPPED", True),
        ("DEACTIVATING/STOPPED", True),
        ("DEACTIVATING/STOPPED", False),
        ("STOPPING/STOPPED", False),
        ("DEPROVISIONING/STOPPED", False),
        ("STOPPED/STOPPED", False),
    ]


def test_a_step_tells_the_events_since_the_one_before(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")
    command("POST", "scale", "mlflow", "2")

    told = [event for stage in stages(command) for event in stage["events"]]

    named = [event["detail"].get("eventName") or event["detail"]["lastStatus"] for event in told]
    assert named == ["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "SERVICE_STEADY_STATE"]


def test_a_settled_world_takes_no_step(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")

    assert [command("POST", "step")[key] for key in ("settled", "events")] == [True, []]


def test_a_world_that_is_not_held_takes_no_step(command: Callable[..., dict]) -> None:
    for words in ("step on comes first", "neither on nor next"):
        with pytest.raises(NoWorld, match=words):
            command("POST", "step", *(["perhaps"] if "neither" in words else []))


def test_a_crash_is_a_stage_of_its_own(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")

    task = command("POST", "crash-task", "mlflow")["crashed"]

    assert statuses(command, task) == ["RUNNING/STOPPED"]


def test_a_service_is_not_made_again_while_it_is_held(command: Callable[..., dict]) -> None:
    command("POST", "step", "on")

    with pytest.raises(NoWorld, match="step off"):
        command("POST", "recreate-without-registries", "mlflow")


@pytest.mark.parametrize("status", ["DEPROVISIONING", "stopping", "deactivating"])
def test_a_stopping_task_stays_in_the_status_that_it_is_held_in(command: Callable[..., dict], status: str) -> None:
    command("POST", "hold-task", status)
    replaced = command("POST", "replace-task", "mlflow")

    held = statuses(command, replaced["stopped"])
    command("POST", "hold-task", "off")

    assert held == [f"{status.upper()}/STOPPED"]
    wait_until(lambda: statuses(command, replaced["stopped"]) == ["STOPPED/STOPPED"])


def test_no_task_is_held_in_what_is_no_status(command: Callable[..., dict]) -> None:
    with pytest.raises(NoWorld, match="not a task's status: DREAMING"):
        command("POST", "hold-task", "dreaming")
