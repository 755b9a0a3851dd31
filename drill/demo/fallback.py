"""The second chapter: the name cannot be repaired, so the endpoint goes by address until it can."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import datetime

from demo.outside import Caller
from demo.stage import NAME, PARAMETER, PATIENCE_SECONDS, Stage

API = "hokusai-api-development"
BROKEN = "the hosted zone is gone"
RESTORE_AFTER_SECONDS = 10
# So that a demo ends soon; printed, as they are part of what is measured.
SETTINGS = '{"restoreAfter": "PT10S", "redeploy": {"every": "PT5S"}}'
SWEEP_SECONDS = 1


class Fallback:
    """The API reads the endpoint when its containers start (`envAtStart`), and the alarm has to call (`onAlarm`)."""

    def __init__(self, stage: Stage, caller: Caller):
        self._stage, self._outside, self._tell = stage, stage.outside, stage.tell
        self._caller = caller
        self._before: dict[str, object] = {}
        self._good_since = 0.0
        self._read = 0
        self._tasks: set[str] = set()

    def enter(self, meanwhile: Callable[[], None]) -> None:
        """Until callers get 200 by address. meanwhile: what may happen while the alarm counts"""
        self._one_task()
        self._before, self._tasks = self._outside.parameter(PARAMETER), self._outside.running(API)
        self._read = len(self._stage.read())
        fault, wall = time.monotonic(), time.time()
        broken = self._fault(fault)
        meanwhile()
        called = self._alarm(fault, wall)
        with self._tell.step(
            "byAddress", "FALLBACK: AlarmChanged moves the endpoint to the task's address; the API is redeployed"
        ) as saw:
            self._stage.until(
                lambda: self._stage.endpoint() == self._stage.by_address(), "the endpoint to be an address"
            )
            self._parameter(saw)
            ok, _ = self._caller.first(True, broken, PATIENCE_SECONDS)
            saw.append(f"HTTP: the API answers 200, {ok - called:.2f} s after the alarm")
            saw.append(
                f"ECS: {len(self._outside.running(API) - self._tasks)} new task of the API has read it at its start"
            )
            told = self._stage.posted(saw, "the endpoint moved to", self._read)
        self._tell.figure("alarm.toFirstOk.millis", round((ok - called) * 1000))
        self._tell.figure("repair.byAddress.firstOk.millis", round((ok - fault) * 1000))
        self._tell.line(
            f"\n  time from fault to alarm: {called - fault:.2f} s; from the alarm to the first 200: {ok - called:.2f} s; "
            f"together: {ok - fault:.2f} s\n\nThe message that it posted:\n"
        )
        for line in told["text"].splitlines():
            self._tell.line(f"  {line}")
        self._tell.line("")

    def follow(self) -> None:
        """The task is replaced."""
        with self._tell.step("followed", "The task is replaced: the endpoint follows it, in the same pass") as saw:
            read, began, old = len(self._stage.read()), time.monotonic(), self._stage.endpoint()
            stopped = self._stage.let("stop-task", "mlflow")
            broken, _ = self._caller.first(False, began, PATIENCE_SECONDS)
            self._stage.until(
                lambda: old != self._stage.endpoint() == self._stage.by_address(), "the endpoint to be another address"
            )
            ok, _ = self._caller.first(True, broken, PATIENCE_SECONDS)
            self._parameter(saw)
            took = ok + time.time() - time.monotonic() - self._stopped(stopped["stopped"])
            saw.append(f"HTTP: the API answers 200, {took:.2f} s after the old task was STOPPED")
            self._tell.figure("follow.firstOk.millis", round(took * 1000))
            self._stage.posted(saw, "the endpoint followed to", read)

    def leave(self) -> None:
        """The name comes back, and then the endpoint to it."""
        with self._tell.step(
            "nameBack", "Cloud Map's operations work again: a sweep registers the task, and the name is good"
        ) as saw:
            task = self._stage.running("mlflow")
            self._stage.until(
                lambda: self._outside.owners("mlflow") == {task["id"]: "ours"}, "the instance of ours", SWEEP_SECONDS
            )
            saw.append(f"Cloud Map: one instance, ours, at {task['ip']} (what failed is tried again after a minute)")
            self._stage.until(lambda: self._outside.resolve(NAME) == [task["ip"]], "the resolver to answer anew")
            saw.append(f"DNS: {NAME} → {task['ip']}; the endpoint is still {self._stage.endpoint()}")
        with self._tell.step(
            "restored", f"BACK: the name was good in 8 passes and for {RESTORE_AFTER_SECONDS} s; the API is redeployed"
        ) as saw:
            read, mark, tasks = len(self._stage.read()), self._stage.mark(), self._outside.running(API)
            self._good_since = self._good()
            self._stage.until(self._is_restored, "the endpoint to be what it was", SWEEP_SECONDS)
            took = self._stage.first_call("PutParameter", mark) - self._good_since - RESTORE_AFTER_SECONDS
            self._tell.figure("restore.millis", round(took * 1000))
            self._parameter(saw)
            saw.append("SSM: value, type, tier, data type, pattern, policies and key are what they were, byte for byte")
            self._stage.until(lambda: not self._outside.running(API) & tasks, "the API to be redeployed")
            self._stage.until(lambda: self._outside.call() == 200, "callers to get 200")
            self._stage.verify_name(saw, [self._stage.running("mlflow")["ip"]])
            self._stage.posted(saw, "the endpoint is by its name again", read)

    def _one_task(self) -> None:
        """As it was before the first chapter's end: one task, one instance, ours; events are delivered again."""
        self._stage.let("remove-foreign-instance", "by-hand")
        self._stage.let("scale", "mlflow", "1")
        self._stage.ask("POST", "deliver/on")
        task = self._stage.running("mlflow")
        only = {task["id"]: "ours"}
        self._stage.until(lambda: self._outside.owners("mlflow") == only, "one instance", SWEEP_SECONDS)
        self._stage.until(lambda: self._outside.resolve(NAME) == [task["ip"]], "the resolver to answer anew")

    def _fault(self, fault: float) -> float:
        with self._tell.step(
            "unrepairable",
            "FAULT: every operation on its Cloud Map service ends as FAIL, and the task is replaced; callers fail",
        ) as saw:
            self._stage.let("fail-operations", BROKEN, "mlflow")
            self._stage.let("stop-task", "mlflow")
            broken, status = self._caller.first(False, fault, PATIENCE_SECONDS)
            saw.append(f"HTTP: the API answers {status}, {broken - fault:.2f} s after the fault")
            assert self._outside.parameter(PARAMETER) == self._before, "the endpoint was moved before the alarm"
            saw.append(f"SSM: the endpoint is still {self._before['Value']}: the configuration says fallback: onAlarm")
            self._stage.posted(saw, BROKEN, self._read)
        return broken

    def _alarm(self, fault: float, wall: float) -> float:
        """When it began to call, as time.monotonic() tells it."""
        with self._tell.step("alarm", "ALARM: hokusai-api-502-errors counted more than ten errors, twice") as saw:
            rung: list[float] = []

            def rings() -> bool:
                rung[:] = [at for at in self._alarms() if at > wall]
                return bool(rung)

            self._stage.until(rings, "the alarm")
            took = rung[0] - wall
            saw.append(f"CloudWatch: in ALARM {took:.2f} s after the fault")
            self._tell.figure("fault.toAlarm.millis", round(took * 1000))
        return fault + took

    def _alarms(self) -> list[float]:
        """When an alarm came to ALARM, in seconds since 1970."""
        states = [
            event["detail"]["state"] for event in self._stage.ask("GET", "events") if "alarmName" in event["detail"]
        ]
        return [_seconds(state["timestamp"]) for state in states if state["value"] == "ALARM"]

    def _stopped(self, task: str) -> float:
        """When ECS had it STOPPED, in seconds since 1970."""
        events = self._stage.ask("GET", "events")
        details = [event["detail"] for event in events if event["detail"].get("taskArn", "").endswith(task)]
        return next(_seconds(detail["stoppedAt"]) for detail in details if detail["lastStatus"] == "STOPPED")

    def _is_restored(self) -> bool:
        now = self._outside.parameter(PARAMETER)
        if now["Value"] != self._before["Value"]:
            self._good_since = self._good()
            return False
        assert {**now, "Version": 0} == {**self._before, "Version": 0}, now
        return True

    def _good(self) -> float:
        """Since when the passes have seen the name good, as the ledger has it; now where they have not."""
        memory = self._stage.state()["ledger"]["service/mlflow"]["memory"]
        since = json.loads(memory).get("vigil", {}).get("goodSince")
        return _seconds(since) if since else time.time()

    def _parameter(self, saw: list[str]) -> None:
        now = self._outside.parameter(PARAMETER)
        saw.append(f"SSM: {PARAMETER} holds {now['Value']}, version {now['Version']}")


def _seconds(text: str) -> float:
    """Of an ISO time, with whatever fraction and however its zone is written."""
    head, _, rest = text.replace("Z", "+00:00").partition(".")
    if not rest:
        return datetime.fromisoformat(head).timestamp()
    fraction = rest.split("+")[0]
    return datetime.fromisoformat(head + "+00:00").timestamp() + float("0." + fraction)
