"""The story: what happens, and how each step is verified from outside."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections import Counter
from datetime import datetime

from demo.outside import OWNER_ATTRIBUTE, Caller, Outside
from demo.telling import Telling, say
from world import client

NAME = "mlflow.hokusai-development.local"
FUNCTIONS = ("TaskStateChanged", "AlarmChanged", "Sweep", "Rollback", "Probe")
GUARDED = ("mlflow", "api")
FUNCTIONS_KEY = "FUNCTIONS"
WRITES = {"RegisterInstance", "DeregisterInstance", "UpdateInstanceCustomHealthStatus", "PutParameter"}
# Far more than any step needs, with the real MLflow on two cores, too; a step that waits so long has failed.
PATIENCE_SECONDS = 180
POLL_SECONDS = 0.1
SWEEP_EVERY_SECONDS = 60


class Story:
    """url: of the world. Every step leaves the world as the next one expects it."""

    def __init__(self, url: str, telling: Telling):
        self._url = url
        self._tell = telling
        self._outside = Outside(self._ask("GET", "env"))

    def play(self) -> None:
        """Raises StepFailed at the first step that is not verified."""
        with Caller(self._outside) as caller:
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
            task = self._running("mlflow")
            self._verify_name(saw, [task["ip"]])
            assert self._outside.owners("mlflow") == {task["id"]: "native"}, self._outside.owners("mlflow")

    def _deployment(self) -> None:
        with self._tell.step("deployed", "The stack is deployed: from now on the cluster's events reach it") as saw:
            self._ask("POST", "deliver/on")
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
            self._until(lambda: "ours" in self._outside.owners("mlflow").values(), "an instance of ours in Cloud Map")
            task = self._running("mlflow")
            instances = self._outside.instances("mlflow")
            assert instances[task["id"]]["AWS_INSTANCE_IPV4"] == task["ip"], instances
            saw.append(f"Cloud Map: one instance, ours, at {task['ip']}")
            took = self._event_to_register(task["id"])
            saw.append(f"{took} ms from the event to RegisterInstance; no function had run before the fault")
            self._tell.figure("event.toRegister.millis", took)
        with self._tell.step("firstOk", "GREEN: the name resolves again, and callers get 200") as saw:
            ok, _ = caller.first(True, broken, PATIENCE_SECONDS)
            self._verify_name(saw, [self._running("mlflow")["ip"]])
            assert self._ask("GET", "state")["services"]["hokusai-mlflow-development"]["registries"] == []
            saw.append("ECS: serviceRegistries is still empty, which is for people to mend in Terraform")
        self._tell.figure("repair.byName.firstOk.millis", round((ok - fault) * 1000))
        self._tell.figure("outage.byName.millis", round((ok - broken) * 1000))
        self._tell.line(f"\n  time from fault to first 200: {ok - fault:.2f} s ({ok - broken:.2f} s without service)\n")
        self._ask("POST", "deliver/off")

    def _lose_registries(self) -> None:
        """Returns when the new service is steady, or the demo was ended meanwhile and its world has gone."""
        try:
            self._ask("POST", "recreate-without-registries", {"arguments": ["mlflow"]})
        except (OSError, http.client.HTTPException, client.NoWorld) as failure:
            say(f"The fault was not played to its end: {failure}")

    def _second_invocation(self) -> None:
        with self._tell.step("inSync", "The same event once more: in sync, so nothing is written") as saw:
            before = self._outside.instances("mlflow")
            calls = self._calls_of(lambda: self._deliver("task-running"))
            assert not WRITES & set(calls), calls
            assert self._outside.instances("mlflow") == before
            saw.append(f"{len(calls)} calls: {', '.join(calls)}")
            self._tell.figure("pass.inSync.calls", len(calls))

    def _two_sweeps(self) -> None:
        with self._tell.step("sweeps", "Two sweeps, over both guarded services: nothing is written") as saw:
            before = self._registered_everywhere()
            for figure, which in (("sweep.first.calls", "the first"), ("sweep.inSync.calls", "the second")):
                calls = self._calls_of(lambda: self._deliver("scheduled"))
                assert not WRITES & set(calls), calls
                saw.append(f"{which}: {len(calls)} calls: {_counted(calls)}")
                self._tell.figure(figure, len(calls))
            assert self._registered_everywhere() == before

    def _foreign_instance(self) -> None:
        with self._tell.step(
            "foreignUntouched", "Somebody registers a second MLflow by hand; then the task is replaced"
        ) as saw:
            foreign = self._ask("POST", "add-foreign-instance", {"arguments": ["by-hand"]})
            before = self._outside.instances("mlflow")
            self._ask("POST", "replace-task", {"arguments": ["mlflow"]})
            self._deliver("task-running")
            task = self._running("mlflow")
            assert self._outside.owners("mlflow") == {task["id"]: "ours", "by-hand": "foreign"}, self._outside.owners(
                "mlflow"
            )
            assert self._outside.instances("mlflow")["by-hand"] == before["by-hand"]
            saw.append("Cloud Map: the new task is in, the stopped one is out, the foreign instance is as it was")
            # Resolvers may still hold the answer from before for the record's TTL.
            wanted = sorted([task["ip"], foreign["ipv4"]])
            self._until(lambda: self._outside.resolve(NAME) == wanted, "the resolver to answer anew")
            self._verify_name(saw, wanted)
            self._until(lambda: self._outside.call() == 200, "callers to get 200")

    def _one_registration(self) -> None:
        with self._tell.step("register", "A second task starts: one event, one registration") as saw:
            self._ask("POST", "scale", {"arguments": ["mlflow", "2"]})
            answers = []
            mark, began = self._ask("GET", "calls/0")["mark"], time.time()
            calls = self._calls_of(lambda: answers.append(self._deliver("task-running")))
            assert calls.count("RegisterInstance") == 1, calls
            saw.append(f"{len(calls)} calls: {', '.join(calls)}")
            tasks = {task["id"]: task["ip"] for task in self._all_running("mlflow")}
            instances = self._outside.instances("mlflow")
            ours = {id_: attributes for id_, attributes in instances.items() if OWNER_ATTRIBUTE in attributes}
            assert len(tasks) == 2
            assert {id_: attributes["AWS_INSTANCE_IPV4"] for id_, attributes in ours.items()} == tasks, instances
            assert len({attributes[OWNER_ATTRIBUTE] for attributes in ours.values()}) == 1, instances
            self._tell.figure("register.calls", len(calls))
            took = round((self._registered(mark) - began) * 1000)
            saw.append(f"{took} ms from the invocation to RegisterInstance, the functions being warm")
            self._tell.figure("invoke.toRegister.warm.millis", took)
            addresses = sorted(attributes["AWS_INSTANCE_IPV4"] for attributes in instances.values())
            self._until(lambda: self._outside.resolve(NAME) == addresses, "the resolver to answer anew")
            self._verify_name(saw, addresses)
        self._tell.line("\nThe function's answer to that event:\n")
        for line in json.dumps(answers[0], indent=2, ensure_ascii=False).splitlines():
            self._tell.line(f"  {line}")

    def _verify_name(self, saw: list[str], wanted: list[str]) -> None:
        answer = self._outside.resolve(NAME)
        assert answer == wanted, f"DNS: {NAME} answers {answer}, not {wanted}"
        status = self._outside.call()
        assert status == 200, f"HTTP: the API answers {status}"
        saw.append(f"DNS: {NAME} → {', '.join(answer)}; HTTP: the API answers {status}")

    def _deliver(self, event: str) -> dict:
        """Invokes the function with an event about the world as it is; its answer."""
        told = self._ask("POST", f"event/{event}", {"service": "mlflow", "deliver": True})
        assert told["status"] == 200 and not told["functionError"], told
        return told["response"]

    def _calls_of(self, deed) -> list[str]:
        """The AWS calls that the functions make meanwhile, in their order."""
        mark = self._ask("GET", "calls/0")["mark"]
        deed()
        calls = self._ask("GET", f"calls/{mark}")["calls"]
        return [_short(call["action"]) for call in calls if call["key"] == FUNCTIONS_KEY]

    def _event_to_register(self, task: str) -> int:
        """Milliseconds from the task's RUNNING event to the functions' RegisterInstance."""
        event = self._ask("POST", "event/task-running", {"service": "mlflow"})["event"]["detail"]
        assert event["taskArn"].endswith(task), event["taskArn"]
        began = datetime.fromisoformat(event["updatedAt"].replace("Z", "+00:00")).timestamp()
        return round((self._registered(0) - began) * 1000)

    def _registered(self, mark: int) -> float:
        """When the functions' first RegisterInstance since then began, in seconds since 1970."""
        return next(
            call["wall"]
            for call in self._ask("GET", f"calls/{mark}")["calls"]
            if call["action"] == "RegisterInstance" and call["key"] == FUNCTIONS_KEY
        )

    def _running(self, service: str) -> dict:
        return self._all_running(service)[-1]

    def _all_running(self, service: str) -> list[dict]:
        tasks = self._ask("GET", "state")["services"][f"hokusai-{service}-development"]["tasks"]
        return [task for task in tasks if task["lastStatus"] == "RUNNING"]

    def _registered_everywhere(self) -> dict[str, dict]:
        """Every instance of every guarded service, by service and id."""
        return {service: self._outside.instances(service) for service in GUARDED}

    def _until(self, condition, what: str) -> None:
        """Sweeps meanwhile, as the schedule does: a task that starts slowly is left to it. Raises TimeoutError."""
        began = swept = time.monotonic()
        pause = threading.Event()
        while not condition():
            now = time.monotonic()
            if now - began > PATIENCE_SECONDS:
                raise TimeoutError(f"waited {PATIENCE_SECONDS} s in vain for {what}")
            if now - swept > SWEEP_EVERY_SECONDS:
                self._ask("POST", "event/scheduled", {"deliver": True})
                swept = now
            pause.wait(POLL_SECONDS)

    def _ask(self, method: str, path: str, body: dict | None = None) -> dict:
        return client.ask(self._url, method, path, body)


def _short(action: str) -> str:
    """The action's name; of an invocation also the function's, without the ARN around it."""
    return "Invoke " + action.split(":function:")[-1].split(":")[0] if action.startswith("Invoke ") else action


def _counted(calls: list[str]) -> str:
    """Each call's name once, with how often it was made, by name."""
    return ", ".join(f"{count} × {name}" for name, count in sorted(Counter(calls).items()))
