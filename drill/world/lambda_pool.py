"""A function's execution environments: kept warm, one invocation each at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from world.lambda_runtime import Answer, Runtime

STOPPED = "the functions were stopped"


class Pool:
    """start: makes an environment
    code: what the environments run; after it changed they are made anew
    most: environments at a time
    """

    def __init__(self, start: Callable[[], Runtime], code: Path, most: int) -> None:
        self._start = start
        self._code = code
        self._free = threading.BoundedSemaphore(most)
        self._lock = threading.Lock()
        self._made = threading.Condition(self._lock)
        self._making = 0
        self._stopped = False
        self._idle: list[tuple[Runtime, object]] = []
        self._all: set[Runtime] = set()
        # Those that run an invocation, whoever began first at the head.
        self._at_work: list[Runtime] = []

    def invoke(self, payload: bytes) -> Answer:
        """Runs one invocation, once an environment is free. Raises RuntimeError if none starts."""
        with self._environment() as (runtime, version):
            answer = self._worked(runtime, payload)
            if answer.reusable:
                with self._lock:
                    self._idle.append((runtime, version))
            else:
                self._end(runtime)
            return answer

    def kill(self) -> bool:
        """Kills the environment that has been at work the longest, in the middle of it; False: none is at work."""
        with self._lock:
            return bool(self._at_work) and self._at_work[0].kill()

    def stop(self) -> None:
        """Ends every environment, and takes no new one; what still runs in one comes out as a crash."""
        with self._lock:
            self._stopped = True
            self._idle.clear()
            running = list(self._all)
        for runtime in running:
            self._end(runtime)

    def await_made(self) -> None:
        """Waits until no environment is being made; after `stop` those that were have then ended, too."""
        with self._made:
            self._made.wait_for(lambda: self._making == 0)

    def _worked(self, runtime: Runtime, payload: bytes) -> Answer:
        with self._lock:
            self._at_work.append(runtime)
        try:
            return runtime.invoke(payload)
        finally:
            with self._lock:
                self._at_work.remove(runtime)

    @contextmanager
    def _environment(self) -> Iterator[tuple[Runtime, object]]:
        with self._free:
            yield self._warm() or self._cold()

    def _warm(self) -> tuple[Runtime, object] | None:
        version = _version(self._code)
        while True:
            with self._lock:
                if not self._idle:
                    return None
                runtime, loaded = self._idle.pop()
            if loaded == version and runtime.alive():
                return runtime, version
            self._end(runtime)

    def _cold(self) -> tuple[Runtime, object]:
        """Raises RuntimeError."""
        version = _version(self._code)
        with self._being_made():
            runtime = self._start()
            with self._lock:
                self._all.add(runtime)
                stopped = self._stopped
            if stopped:
                # While it was made, it was none of those that `stop` ended.
                self._end(runtime)
                raise RuntimeError(STOPPED)
        return runtime, version

    @contextmanager
    def _being_made(self) -> Iterator[None]:
        with self._made:
            if self._stopped:
                raise RuntimeError(STOPPED)
            self._making += 1
        try:
            yield
        finally:
            with self._made:
                self._making -= 1
                self._made.notify_all()

    def _end(self, runtime: Runtime) -> None:
        with self._lock:
            self._all.discard(runtime)
        runtime.stop()


def _version(code: Path) -> object:
    """Changes when any file of the code does."""
    files = [each.stat() for each in code.rglob("*") if each.is_file()]
    return len(files), max((each.st_mtime_ns for each in files), default=0)
