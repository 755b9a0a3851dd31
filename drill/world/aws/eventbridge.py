"""EventBridge: every event of the world in one log, and delivery to the functions, when it is switched on."""

from __future__ import annotations

import json
import logging
import queue
import threading
import uuid
from collections.abc import Callable

from world.aws.ecs_task import now
from world.aws.mend import ACCOUNT, REGION

LOG = logging.getLogger(__name__)


class EventBus:
    """The default event bus.

    target: takes an event, gives the name of the function that a rule of the stack hands it to, or None
    invoke: takes the function's name and the event as JSON, and begins an asynchronous invocation
    """

    def __init__(self, target: Callable[[dict], str | None], invoke: Callable[[str, bytes], None]):
        self.delivering = False
        self._target = target
        self._invoke = invoke
        self._log: list[dict] = []
        self._lock = threading.Lock()
        self._due: queue.Queue[tuple[str, bytes] | None] = queue.Queue()
        self._thread = threading.Thread(target=self._deliver, name="eventbridge", daemon=True)
        self._thread.start()

    def put(self, detail_type: str, resources: list[str], detail: dict, source: str = "aws.ecs") -> dict:
        """Makes the event, keeps it, and delivers it if delivery is on. Returns it."""
        event = {
            "version": "0",
            "id": str(uuid.uuid4()),
            "detail-type": detail_type,
            "source": source,
            "account": ACCOUNT,
            "time": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": REGION,
            "resources": resources,
            "detail": detail,
        }
        event = json.loads(json.dumps(event))
        with self._lock:
            self._log.append(event)
            if self.delivering and (function := self._target(event)):
                self._due.put((function, json.dumps(event).encode()))
        return event

    def events(self) -> list[dict]:
        """All events so far, oldest first."""
        with self._lock:
            return list(self._log)

    def drain(self) -> None:
        """Returns when every event so far that is due has been handed over."""
        self._due.join()

    def end(self) -> None:
        """Delivers nothing more, once the delivery on its way has ended."""
        self.delivering = False
        self._due.put(None)
        self._thread.join()

    def _deliver(self) -> None:
        while (due := self._due.get()) is not None:
            try:
                self._invoke(*due)
            except Exception:
                LOG.exception("an event could not be delivered")
            finally:
                self._due.task_done()
