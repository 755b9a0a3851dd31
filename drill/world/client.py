"""How the command finds, starts and ends the daemon, and asks it."""

from __future__ import annotations

import fcntl
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

from world.options import REPOSITORY, Folder, Options

START_SECONDS = 180
STOP_SECONDS = 60
ANSWER_SECONDS = 300


class NoWorld(Exception):
    """The world is not there, could not be made, or refused; the message is for a person."""


def find(name: str) -> dict | None:
    """pid, name, url and options of the running world, or None. What a killed daemon left behind is taken away."""
    folder = Folder(name)
    try:
        told = json.loads(folder.daemon.read_text())
        if ask(told["url"], "GET", "ping")["pid"] == told["pid"]:
            return told
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, NoWorld):
        pass
    folder.daemon.unlink(missing_ok=True)
    return None


def up(options: Options, chosen: Collection[str] = ()) -> tuple[dict, bool]:
    """The running world, and whether it was made now.

    chosen: the names of those options that a world that is up already must have been made with, too
    Raises NoWorld: with the log's end if it could not be made; if it is up with other options.
    """
    folder = Folder(options.name)
    with _alone(folder):
        if told := find(options.name):
            if other := [name for name in chosen if told["options"][name] != getattr(options, name)]:
                made_with = ", ".join(f"{name} {told['options'][name]}" for name in other)
                raise NoWorld(f"The world '{options.name}' is up with other options ({made_with}); take it down first.")
            return told, False
        # Of one that could not be made, or was killed.
        shutil.rmtree(folder.logs, ignore_errors=True)
        folder.logs.mkdir()
        with folder.log.open("wb") as log:
            daemon = subprocess.Popen(
                [sys.executable, "-m", "world.server", json.dumps(asdict(options))],
                cwd=REPOSITORY / "drill",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        told = None
        try:
            _until(lambda: folder.daemon.exists() or daemon.poll() is not None, START_SECONDS)
            told = find(options.name)
        finally:
            if told is None:
                _end(daemon.pid, lambda: daemon.poll() is not None)
                folder.lock.unlink(missing_ok=True)
        if told is None:
            raise NoWorld(
                f"the world '{options.name}' could not be made; the end of {folder.log}:\n{_end_of_log(folder)}"
            )
        return told, True


def down(name: str) -> bool:
    """Whether there was a world to end. Returns when all its processes have ended and its folder is gone.

    Where there was none, the logs of one that could not be made, or was killed, stay.
    """
    folder = Folder(name)
    if not folder.path.exists():
        return False
    with _alone(folder):
        told = find(name)
        if told:
            _end(told["pid"], lambda: not _alive(told["pid"]))
            shutil.rmtree(folder.path)
        folder.lock.unlink(missing_ok=True)
    return told is not None


def ask(url: str, method: str, path: str, body: dict | None = None) -> object:
    """One request to the control API. Raises NoWorld with the world's own words if it refuses."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=ANSWER_SECONDS)
    try:
        connection.request(method, f"/_world/{path}", json.dumps(body or {}), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        told = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200:
        raise NoWorld(told["error"])
    return told


@contextmanager
def _alone(folder: Folder) -> Iterator[None]:
    """One command at a time makes or ends a world; the second one waits for the first."""
    while True:
        folder.path.mkdir(parents=True, exist_ok=True)
        try:
            lock = folder.lock.open("w")
        except FileNotFoundError:
            # `down` has just taken the folder away.
            continue
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if _is_there(folder.lock, lock.fileno()):
                yield
                return


def _is_there(file: Path, descriptor: int) -> bool:
    """Whether the file is still the opened one; a lock on one that was taken away keeps nobody out."""
    try:
        return file.stat().st_ino == os.fstat(descriptor).st_ino
    except FileNotFoundError:
        return False


def _end(pid: int, ended: Callable[[], bool]) -> None:
    for sent in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        try:
            return _until(ended, STOP_SECONDS)
        except NoWorld:
            continue


def _until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise NoWorld(f"waited {seconds:.0f} s in vain for the daemon")
        pause.wait(0.05)


def _alive(pid: int) -> bool:
    """Whether the process runs; one that has ended and was not yet waited for by its parent does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _end_of_log(folder: Folder) -> str:
    return "\n".join(folder.log.read_text(errors="replace").splitlines()[-15:])
