"""The third chapter: what people do meanwhile. The API reads the endpoint while it runs, and no alarm is waited for."""

from __future__ import annotations

import json
import time

from demo.fallback import BROKEN, RESTORE_AFTER_SECONDS, SETTINGS, SWEEP_SECONDS
from demo.outside import Caller
from demo.stage import PARAMETER, PATIENCE_SECONDS, Stage
from demo.terraform import Terraform

CONFIGURATION = "/remediation/configuration"
SOMEBODYS = "http://10.0.1.88:5000"
BY = {"by": "alice", "service": "mlflow"}


class People:
    """A world of its own, with an API that reads at run time (`runtimeRead`) and a fallback `onNameFailure`."""

    def __init__(self, stage: Stage, terraform: Terraform):
        self._stage, self._outside, self._tell = stage, stage.outside, stage.tell
        self._terraform = terraform
        self._before = ""

    def play(self) -> None:
        self._begin()
        with Caller(self._outside) as caller:
            self._at_once(caller)
            self._pause(caller)
            self._undo()
            self._edit()
        self._apply()

    def _begin(self) -> None:
        with self._tell.step(
            "runtimeRead", "Another world: its API reads the endpoint while it runs, and fallback is onNameFailure"
        ) as saw:
            services = self._outside.document(CONFIGURATION)["services"]
            services["mlflow"]["fallback"] = {"enter": "onNameFailure"}
            self._stage.let("configure", "services", json.dumps(services))
            self._stage.let("configure", "settings", SETTINGS)
            saw.append(self._terraform.begin())
            self._before = self._stage.endpoint()
            self._stage.let("recreate-without-registries", "mlflow")
            self._stage.ask("POST", "deliver/on")
            self._stage.until(
                lambda: "ours" in self._outside.owners("mlflow").values(), "an instance of ours", SWEEP_SECONDS
            )
            self._stage.until(lambda: self._outside.call() == 200, "callers to get 200")
            saw.append("the registry is forgotten, and the task registered; HTTP: the API answers 200")

    def _at_once(self, caller: Caller) -> None:
        with self._tell.step(
            "byAddressAtOnce",
            "FAULT, the same: Cloud Map's operations FAIL, and the task is replaced; no alarm is needed",
        ) as saw:
            fault, read = time.monotonic(), len(self._stage.read())
            self._stage.let("fail-operations", BROKEN, "mlflow")
            self._stage.let("stop-task", "mlflow")
            broken, _ = caller.first(False, fault, PATIENCE_SECONDS)
            self._by_address(saw)
            ok, _ = caller.first(True, broken, PATIENCE_SECONDS)
            saw.append(f"HTTP: the API answers 200, {ok - fault:.2f} s after the fault; nothing was redeployed")
            self._tell.figure("repair.byAddress.runtimeRead.firstOk.millis", round((ok - fault) * 1000))
            self._stage.posted(saw, "the endpoint moved to", read)

    def _pause(self, caller: Caller) -> None:
        with self._tell.step(
            "paused", "PAUSE: somebody pauses it, and the task is replaced: nothing is written"
        ) as saw:
            self._ask(saw, action="pause", reason="we move", **{"for": "PT1H"})
            held = self._outside.parameter(PARAMETER)
            since = time.monotonic()
            self._stage.let("replace-task", "mlflow")
            caller.first(False, since, PATIENCE_SECONDS)
            self._stage.sweep()
            assert self._outside.parameter(PARAMETER) == held, "the endpoint was moved in a pause"
            saw.append(f"SSM: the endpoint is still {held['Value']}, where nobody answers")
        with self._tell.step("resumed", "Somebody resumes: the endpoint follows") as saw:
            resumed = time.monotonic()
            self._ask(saw, action="resume")
            self._stage.sweep()
            self._by_address(saw)
            ok, _ = caller.first(True, resumed, PATIENCE_SECONDS)
            saw.append(f"HTTP: the API answers 200, {ok - resumed:.2f} s after that")

    def _undo(self) -> None:
        with self._tell.step(
            "undone", "UNDO: somebody takes the incident back by its id, as the message says how"
        ) as saw:
            read = len(self._stage.read())
            incident = next(m["incident"] for m in reversed(self._stage.read()) if "--payload" in m["text"])
            self._ask(saw, action="undo", incident=incident, reason="we mend it ourselves")
            self._stage.sweep()
            self._stage.until(lambda: self._stage.endpoint() == self._before, "the endpoint to be what it was")
            self._stage.posted(saw, "the endpoint is by its name again", read)
            self._stage.sweep()
            assert self._stage.endpoint() == self._before, "it was done again"
            saw.append(f"SSM: the endpoint is {self._before}, and is not moved again until somebody resumes")
        with self._tell.step(
            "enteredAgain", "Somebody resumes: the name is broken still, so it goes by address again"
        ) as saw:
            self._ask(saw, action="resume")
            self._stage.sweep()
            self._by_address(saw)

    def _edit(self) -> None:
        with self._tell.step(
            "handsOff", "SOMEBODY ELSE writes an address of his own into the endpoint: it is his"
        ) as saw:
            read = len(self._stage.read())
            self._stage.let("set-parameter", PARAMETER, SOMEBODYS)
            for _ in range(2):
                self._stage.sweep()
            assert self._stage.endpoint() == SOMEBODYS, self._stage.endpoint()
            saw.append(f"SSM: the endpoint is still {SOMEBODYS} after two sweeps")
            self._stage.posted(saw, "hands off the endpoint since", read)
        with self._tell.step(
            "resumedAfterEdit", "He resumes: nobody answers there, so it goes by address again"
        ) as saw:
            self._ask(saw, action="resume")
            self._stage.sweep()
            self._by_address(saw)

    def _apply(self) -> None:
        if not self._terraform.is_ready:
            self._tell.line(f"  (terraform apply in mid-fallback is left out: {self._terraform.lacks})")
            return
        with self._tell.step(
            "terraformApply", "TERRAFORM APPLY in mid-fallback puts the name back: it stands back"
        ) as saw:
            read = len(self._stage.read())
            saw.append(self._terraform.apply())
            assert self._stage.endpoint() == self._before, self._stage.endpoint()
            until = time.monotonic() + RESTORE_AFTER_SECONDS / 2
            while time.monotonic() < until:
                self._stage.sweep()
                assert self._stage.endpoint() == self._before, "it was written over what Terraform applied"
            saw.append(f"SSM: the endpoint is {self._before} still, sweep after sweep")
            self._stage.posted(saw, "hands off the endpoint until", read)

    def _by_address(self, saw: list[str]) -> None:
        self._stage.until(
            lambda: self._stage.endpoint() == self._stage.by_address(), "the endpoint to be the task's address"
        )
        now = self._outside.parameter(PARAMETER)
        saw.append(f"SSM: the endpoint holds {now['Value']}, version {now['Version']}")

    def _ask(self, saw: list[str], **request: str) -> None:
        """Asks Rollback, and shows what it answers. While Cloud Map's operations FAIL, its own pass asks to come again."""
        answer = self._outside.rollback(**BY, **request)
        [standing] = answer["services"]
        assert standing["state"] in ("in force", "resumed"), answer
        saw.append(f"Rollback: {request['action']}: {standing['state']}")
