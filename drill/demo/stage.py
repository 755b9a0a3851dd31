"""What the chapters share: they ask the world, wait for it, and verify it from outside."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

from demo.outside import Outside
from demo.telling import Telling
from world import client

NAME = "mlflow.hokusai-development.local"
PARAMETER = "/hokusai/development/mlflow/endpoint"
FUNCTIONS_KEY = "FUNCTIONS"
# Far more than any step needs, with the real MLflow, too; a step that waits so long has failed.
PATIENCE_SECONDS = 180
POLL_SECONDS = 0.1
SWEEP_EVERY_SECONDS = 60


class Stage:
    """One world. url: of its control API"""

    def __init__(self, url: str, telling: Telling):
        self._url = url
        self.tell = telling
        self.outside = Outside(self.ask("GET", "env"))

    def ask(self, method: str, path: str, body: dict | None = None) -> dict:
        return client.ask(self._url, method, path, body)

    def let(self, verb: str, *arguments: str) -> dict:
        """Lets something happen, by a verb of `bin/world`."""
        return self.ask("POST", verb, {"arguments": arguments})

    def state(self) -> dict:
        return self.ask("GET", "state")

    def deliver(self, event: str) -> dict:
        """Invokes the function with an event about the world as it is; its answer. It must not fail."""
        told = self.ask("POST", f"event/{event}", {"service": "mlflow", "deliver": True})
        assert told["status"] == 200 and not told["functionError"], told
        return told["response"]

    def sweep(self) -> None:
        """As the schedule does every minute. It fails as long as something could not be done, and comes again."""
        told = self.ask("POST", "event/scheduled", {"deliver": True})
        assert told["status"] == 200, told

    def until(self, condition: Callable[[], object], what: str, sweep_every: float = SWEEP_EVERY_SECONDS) -> None:
        """Sweeps meanwhile, as the schedule does; faster where that is said. Raises TimeoutError."""
        began = swept = time.monotonic()
        pause = threading.Event()
        while not condition():
            now = time.monotonic()
            if now - began > PATIENCE_SECONDS:
                raise TimeoutError(f"waited {PATIENCE_SECONDS} s in vain for {what}")
            if now - swept > sweep_every:
                self.sweep()
                swept = time.monotonic()
            pause.wait(POLL_SECONDS)

    def verify_name(self, saw: list[str], wanted: list[str]) -> None:
        answer = self.outside.resolve(NAME)
        assert answer == wanted, f"DNS: {NAME} answers {answer}, not {wanted}"
        status = self.outside.call()
        assert status == 200, f"HTTP: the API answers {status}"
        saw.append(f"DNS: {NAME} → {', '.join(answer)}; HTTP: the API answers {status}")

    def running(self, service: str) -> dict:
        return self.all_running(service)[-1]

    def all_running(self, service: str) -> list[dict]:
        tasks = self.state()["services"][f"hokusai-{service}-development"]["tasks"]
        return [task for task in tasks if task["lastStatus"] == "RUNNING"]

    def endpoint(self) -> str:
        return self.outside.parameter(PARAMETER)["Value"]

    def by_address(self) -> str:
        """What the endpoint has to be for MLflow's newest running task; empty where none runs."""
        found = self.all_running("mlflow")
        return f"http://{found[-1]['ip']}:5000" if found else ""

    def mark(self) -> int:
        """A point in the log of AWS calls."""
        return self.ask("GET", "calls/0")["mark"]

    def calls(self, mark: int) -> list[dict]:
        """The functions' AWS calls since then, in their order."""
        return [call for call in self.ask("GET", f"calls/{mark}")["calls"] if call["key"].startswith(FUNCTIONS_KEY)]

    def calls_of(self, deed: Callable[[], object]) -> list[str]:
        """The AWS calls that the functions make meanwhile, by name."""
        mark = self.mark()
        deed()
        return [_short(call["action"]) for call in self.calls(mark)]

    def first_call(self, action: str, mark: int) -> float:
        """When the functions' first call of this since then began, in seconds since 1970."""
        return next(call["wall"] for call in self.calls(mark) if call["action"] == action)

    def read(self) -> list[dict]:
        """What people have read in Slack so far, oldest first."""
        return [message for message in self.state()["messages"] if message["channel"] == "slack"]

    def posted(self, saw: list[str], words: str, after: int = 0) -> dict:
        """Waits for the message that has these words, later than the first so many, and shows its headline."""
        found: list[dict] = []

        def is_there() -> bool:
            found[:] = [message for message in self.read()[after:] if words in message["text"]]
            return bool(found)

        self.until(is_there, f"a message that says: {words}")
        saw.append(f"Slack: {headline(found[0]['text'])}")
        return found[0]


def headline(text: str) -> str:
    """A message's first line; where that was cut to fit, the one that has all of it."""
    first, *rest = text.splitlines()
    return rest[0] if first.endswith("…") and rest else first


def counted(calls: list[str]) -> str:
    """Each call's name once, with how often it was made, by name."""
    return ", ".join(f"{count} × {name}" for name, count in sorted(Counter(calls).items()))


def _short(action: str) -> str:
    """The action's name; of an invocation also the function's, without the ARN around it."""
    return "Invoke " + action.split(":function:")[-1].split(":")[0] if action.startswith("Invoke ") else action
