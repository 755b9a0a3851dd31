"""Child processes that never outlive the world, not even a killed one."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

GRACE_SECONDS = 5
PR_SET_PDEATHSIG = 1
# Loaded before any fork: a child must not load libraries between fork and exec.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Processes:
    """Starts and stops child processes, each in a process group of its own.

    Linux sends the death signal when the *thread* that forked ends, so one thread forks them all and lives as long as
    the world does.
    """

    def __init__(self) -> None:
        self._forker = ThreadPoolExecutor(1, "forker")
        self._running: set[subprocess.Popen] = set()

    def start(self, command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen:
        """Starts the command with exactly this environment; both its outputs are added to `log`."""
        return self._forker.submit(self._fork, command, environment, log).result()

    def stop(self, process: subprocess.Popen) -> int:
        """SIGTERM for the whole group, SIGKILL after 5 s. Returns the exit status, negative for a signal."""
        for sent in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, sent)
                # One that was frozen takes the signal only once it goes on.
                os.killpg(process.pid, signal.SIGCONT)
            except ProcessLookupError:
                pass
            try:
                process.wait(GRACE_SECONDS)
                break
            except subprocess.TimeoutExpired:
                continue
        self._running.discard(process)
        return process.wait()

    def stop_all(self) -> None:
        """Stops what still runs, and takes no new ones."""
        self._forker.submit(lambda: None).result()
        for process in list(self._running):
            process.terminate()
        for process in list(self._running):
            self.stop(process)
        self._forker.shutdown()

    def _fork(self, command: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self._running.add(process)
        return process


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
