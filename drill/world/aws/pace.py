"""When tasks go on from one status to the next: after a while, one stage at a time, or not until they are let go."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from world.aws.ecs_task import STATUSES, Task


@dataclass
class _Life:
    """Where the life of one task is. sleeps: what wakes it, where it sleeps; since: the stage in which it came to rest."""

    task: Task
    sleeps: threading.Event | None = None
    since: int | None = None


class Pace:
    """seconds: between two statuses that nothing else delays."""

    def __init__(self, seconds: float):
        self.seconds = seconds
        self.stage = 0
        self.stepping = False
        self._held: set[str] = set()
        self._lives: dict[str, _Life] = {}
        self._changed = threading.Condition()
        self._never = threading.Event()

    @property
    def interferes(self) -> bool:
        """Whether tasks may stay where they are for as long as somebody wants it."""
        return self.stepping or bool(self._held)

    def step(self, wanted: bool) -> None:
        """wanted: whether tasks wait for `next_stage` before each step from now on."""
        with self._changed:
            self.stepping = wanted
            self._changed.notify_all()

    def next_stage(self) -> int:
        """Lets every task that waits take one step. Returns the number of the stage that has begun."""
        with self._changed:
            self.stage += 1
            self._changed.notify_all()
            return self.stage

    def hold(self, status: str | None) -> None:
        """From now on tasks that are in this status, or come to it, stay there; None: all may go on.

        Raises ValueError for what is no status.
        """
        if status is not None and status not in STATUSES:
            raise ValueError(f"not a task's status: {status}; there are {', '.join(STATUSES)}")
        with self._changed:
            self._held = {status} if status else set()
            self._changed.notify_all()

    def begin(self, task: Task) -> None:
        """The task's life has begun. Call it before its thread does anything."""
        with self._changed:
            self._lives[task.id] = _Life(task)

    def end(self, task: Task) -> None:
        with self._changed:
            del self._lives[task.id]

    def rest(self, task: Task, hurry: threading.Event | None = None) -> None:
        """Returns when the task may take its next step; hurry: what makes that be at once, where nobody holds it."""
        if not self.stepping:
            (hurry or self._never).wait(self.seconds)
        self.stop_over(task)

    def stop_over(self, task: Task) -> None:
        """A stage of its own where the world goes step by step; else no time at all."""
        with self._changed:
            life = self._lives[task.id]
            life.since = self.stage
            while self._rests(life):
                held = self._is_held(life)
                self._changed.wait()
                if held:
                    # One that is let go takes its step with the next stage, like all others.
                    life.since = self.stage
            life.since = None

    def sleep(self, task: Task, wake: threading.Event) -> None:
        """Returns when `wake` is set; until then the task is where it should be."""
        with self._changed:
            self._lives[task.id].sleeps = wake
        wake.wait()
        with self._changed:
            self._lives[task.id].sleeps = None

    def quiet(self) -> bool:
        """Whether every task is where it stays, until something is asked of it or it is let go on."""
        with self._changed:
            return all(self._rests(life) or self._sleeps(life) for life in self._lives.values())

    def under_way(self) -> bool:
        """Whether a task is between two statuses."""
        with self._changed:
            return not all(self._sleeps(life) for life in self._lives.values())

    def _rests(self, life: _Life) -> bool:
        return life.since is not None and (self._is_held(life) or (self.stepping and life.since == self.stage))

    def _is_held(self, life: _Life) -> bool:
        return life.task.last_status in self._held

    @staticmethod
    def _sleeps(life: _Life) -> bool:
        return life.sleeps is not None and not life.sleeps.is_set()
