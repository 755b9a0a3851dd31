"""The control API: what `bin/world` asks of a running world."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from world import scenarios
from world.state import state

if TYPE_CHECKING:
    from world.world import World


class Control:
    """Answers below /_world/.

    GET ping, env, state, events, calls/MARK, writes/MARK; POST event/NAME, deliver/on, deliver/messages, deliver/off, and every scenario verb.
    """

    def __init__(self, world: World):
        self._world = world

    def answer(self, method: str, path: str, asked: dict) -> object:
        """Raises LookupError for what is not there, ValueError for what cannot be done, with a message for a person."""
        world = self._world
        what, *rest = path.split("/")
        match method, what, rest:
            case "GET", "ping", []:
                return {"name": world.options.name, "pid": os.getpid()}
            case "GET", "env", []:
                return world.exports
            case "GET", "state", []:
                return state(world)
            case "GET", "events", []:
                return world.bus.events()
            case "GET", "calls", [mark] if mark.isdigit():
                return world.calls.since(int(mark))
            case "GET", "writes", [mark] if mark.isdigit():
                return world.calls.writes_since(int(mark))
            case "POST", "event", [name]:
                return self._event(name, asked)
            case "POST", "deliver", ["on" | "messages" | "off" as wanted]:
                world.deliver(wanted)
                return {"deliver": wanted}
            case "POST", verb, [] if verb in scenarios.VERBS:
                return scenarios.run(world, verb, asked.get("arguments", []))
        raise LookupError(f"no such request: {method} {path}")

    def _event(self, name: str, asked: dict) -> dict:
        event = scenarios.event(self._world, name, asked.get("service"))
        if not asked.get("deliver"):
            return {"event": event}
        function = {"scheduled": "Sweep", scenarios.ALARM_EVENT: "AlarmChanged"}.get(name, "TaskStateChanged")
        status, headers, body = self._world.invoke(function, json.dumps(event).encode(), "RequestResponse")
        failed = next((value for key, value in headers.items() if key.lower() == "x-amz-function-error"), None)
        return {
            "event": event,
            "function": function,
            "status": status,
            "functionError": failed,
            "response": _parsed(body),
        }


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
