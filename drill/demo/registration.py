"""The first chapter: a service loses its place in Cloud Map, and gets it back."""

from __future__ import annotations

import http.client
import json
import threading
import time
from datetime import datetime

from demo.outside import OWNER_ATTRIBUTE, Caller
from demo.stage import NAME, PATIENCE_SECONDS, Stage, counted
from demo.telling import say
from world import client

FUNCTIONS = ("TaskStateChanged", "AlarmChanged", "Sweep", "Rollback", "Probe", "Notify")
GUARDED = ("mlflow", "api")
WRITES = {"RegisterInstance", "DeregisterInstance", "UpdateInstanceCustomHealthStatus", "PutParameter"}


class Registration:
    """Every step leaves the world as the next one expects it."""

    def __init__(self, stage: Stage):
        self._stage, self._outside, self._tell = stage, stage.outside, stage.tell

    def play(self, caller: Caller) -> None:
        self._in_order(caller)
        self._deployment()
        self._incident(caller)
        self._second_invocation()
        self._two_sweeps()
        self._foreign_instance()
        self._one_registration()

    def _in_order(self, caller: Caller) -> None:
        with self._tell.step("inOrder", "MLflow is in Cloud Map, registered by ECS; callers of the API get 200") as saw:
            caller.first(True, 0, PATIENCE_SECONDS)
            task = self._stage.running("mlflow")
            self._stage.verify_name(saw, [task["ip"]])
            assert self._outside.owners("mlflow") == {task["id"]: "native"}, self._outside.owners("mlflow")

    def _deployment(self) -> None:
        with self._tell.step("deployed", "The stack is deployed: from now on the cluster's events reach it") as saw:
            self._stage.ask("POST", "deliver/on")
            missing = [name for name in FUNCTIONS if not self._outside.may_invoke(name)]
            assert not missing, f"Lambda knows no {missing}"
            saw.append(f"Lambda: {', '.join(FUNCTIONS)}; none has been invoked yet")

    def _incident(self, caller: Caller) -> None:
        fault = time.monotonic()
        threading.Thread(target=self._lose_registries, daemon=True).start()
        with self._tell.step(
            "broken", "FAULT: the ECS service is recreated with serviceRegistries: []; its callers fail"
        ) as saw:
            broken, status = caller.first(False, fault, PATIENCE_SECONDS)
            saw.append(f"HTTP: the API answers {status}, {broken - fault:.2f} s after the fault")
        with self._tell.step(
            "repaired", "REPAIR: the task's RUNNING event reaches TaskStateChanged, which registers it"
        ) as saw:
            self._stage.until(
                lambda: "ours" in self._outside.owners("mlflow").values(), "an instance of ours in Cloud Map"
            )
            task = self._stage.running("mlflow")
            instances = self._outside.instances("mlflow")
            assert instances[task["id"]]["AWS_INSTANCE_IPV4"] == task["ip"], instances
            saw.append(f"Cloud Map: one instance, ours, at {task['ip']}")
            took = self._event_to_register(task["id"])
            saw.append(f"{took} ms from the event to RegisterInstance; no function had run before the fault")
            self._tell.figure("event.toRegister.millis", took)
        with self._tell.step("firstOk", "GREEN: the name resolves again, and callers get 200") as saw:
            ok, _ = caller.first(True, broken, PATIENCE_SECONDS)
            self._stage.verify_name(saw, [self._stage.running("mlflow")["ip"]])
            assert self._stage.state()["services"]["hokusai-mlflow-development"]["registries"] == []
            saw.append("ECS: serviceRegistries is still empty, which is for people to mend in Terraform")
            self._stage.posted(saw, "its ECS service does not register with")
        self._tell.figure("repair.byName.firstOk.millis", round((ok - fault) * 1000))
        self._tell.figure("outage.byName.millis", round((ok - broken) * 1000))
        self._tell.line(f"\n  time from fault to first 200: {ok - fault:.2f} s ({ok - broken:.2f} s without service)\n")
        self._stage.ask("POST", "deliver/off")

    def _lose_registries(self) -> None:
        """Returns when the new service is steady, or the demo was ended meanwhile and its world has gone."""
        try:
            self._stage.let("recreate-without-registries", "mlflow")
        except (OSError, http.client.HTTPException, client.NoWorld) as failure:
            say(f"The fault was not played to its end: {failure}")

    def _second_invocation(self) -> None:
        with self._tell.step("inSync", "The same event once more: in sync, so nothing is written") as saw:
            before = self._outside.instances("mlflow")
            calls = self._stage.calls_of(lambda: self._stage.deliver("task-running"))
            assert not WRITES & set(calls), calls
            assert self._outside.instances("mlflow") == before
            saw.append(f"{len(calls)} calls: {', '.join(calls)}")
            self._tell.figure("pass.inSync.calls", len(calls))

    def _two_sweeps(self) -> None:
        with self._tell.step("sweeps", "Two sweeps, over both guarded services: nothing is written") as saw:
            before = self._registered_everywhere()
            for figure, which in (("sweep.first.calls", "the first"), ("sweep.inSync.calls", "the second")):
                calls = self._stage.calls_of(lambda: self._stage.deliver("scheduled"))
                assert not WRITES & set(calls), calls
                saw.append(f"{which}: {len(calls)} calls: {counted(calls)}")
                self._tell.figure(figure, len(calls))
            assert self._registered_everywhere() == before

    def _foreign_instance(self) -> None:
        with self._tell.step(
            "foreignUntouched", "Somebody registers a second MLflow by hand; then the task is replaced"
        ) as saw:
            foreign = self._stage.let("add-foreign-instance", "by-hand")
            before = self._outside.instances("mlflow")
            self._stage.let("replace-task", "mlflow")
            self._stage.deliver("task-running")
            task = self._stage.running("mlflow")
            assert self._outside.owners("mlflow") == {task["id"]: "ours", "by-hand": "foreign"}, self._outside.owners(
                "mlflow"
            )
            assert self._outside.instances("mlflow")["by-hand"] == before["by-hand"]
            saw.append("Cloud Map: the new task is in, the stopped one is out, the foreign instance is as it was")
            # Resolvers may still hold the answer from before for the record's TTL.
            wanted = sorted([task["ip"], foreign["ipv4"]])
            self._stage.until(lambda: self._outside.resolve(NAME) == wanted, "the resolver to answer anew")
            self._stage.verify_name(saw, wanted)
            self._stage.until(lambda: self._outside.call() == 200, "callers to get 200")

    def _one_registration(self) -> None:
        with self._tell.step("register", "A second task starts: one event, one registration") as saw:
            self._stage.let("scale", "mlflow", "2")
            answers = []
            mark, began = self._stage.mark(), time.time()
            calls = self._stage.calls_of(lambda: answers.append(self._stage.deliver("task-running")))
            assert calls.count("RegisterInstance") == 1, calls
            saw.append(f"{len(calls)} calls: {', '.join(calls)}")
            tasks = {task["id"]: task["ip"] for task in self._stage.all_running("mlflow")}
            instances = self._outside.instances("mlflow")
            ours = {id_: attributes for id_, attributes in instances.items() if OWNER_ATTRIBUTE in attributes}
            assert len(tasks) == 2
            assert {id_: attributes["AWS_INSTANCE_IPV4"] for id_, attributes in ours.items()} == tasks, instances
            assert len({attributes[OWNER_ATTRIBUTE] for attributes in ours.values()}) == 1, instances
            self._tell.figure("register.calls", len(calls))
            took = round((self._stage.first_call("RegisterInstance", mark) - began) * 1000)
            saw.append(f"{took} ms from the invocation to RegisterInstance, the functions being warm")
            self._tell.figure("invoke.toRegister.warm.millis", took)
            addresses = sorted(attributes["AWS_INSTANCE_IPV4"] for attributes in instances.values())
            self._stage.until(lambda: self._outside.resolve(NAME) == addresses, "the resolver to answer anew")
            self._stage.verify_name(saw, addresses)
        self._tell.line("\nThe function's answer to that event:\n")
        for line in json.dumps(answers[0], indent=2, ensure_ascii=False).splitlines():
            self._tell.line(f"  {line}")

    def _event_to_register(self, task: str) -> int:
        """Milliseconds from the task's RUNNING event to the functions' RegisterInstance."""
        event = self._stage.ask("POST", "event/task-running", {"service": "mlflow"})["event"]["detail"]
        assert event["taskArn"].endswith(task), event["taskArn"]
        began = datetime.fromisoformat(event["updatedAt"].replace("Z", "+00:00")).timestamp()
        return round((self._stage.first_call("RegisterInstance", 0) - began) * 1000)

    def _registered_everywhere(self) -> dict[str, dict]:
        """Every instance of every guarded service, by service and id."""
        return {service: self._outside.instances(service) for service in GUARDED}
