"""Runs `mlflow server` on ADDRESS PORT in one process, its data in a folder that goes when it ends.

Run by the Python that has MLflow. The command itself would start its web server as a child and wait for it, and a child
outlives a killed parent; so the web server is run in the command's place.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import tempfile

import mlflow.server
from mlflow.cli import cli


def run_here(command: list[str], extra_env: dict[str, str], **_: object) -> None:
    """In place of mlflow.server's `_exec_cmd`: command is `PYTHON -m uvicorn …`."""
    os.environ.update(extra_env)
    sys.argv = command[2:]
    runpy.run_module(command[2], run_name="__main__", alter_sys=True)


def main() -> None:
    host, port = sys.argv[1:]
    # Uvicorn finishes its requests and then raises the signal again: that must end the program in order, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    mlflow.server._exec_cmd = run_here
    with tempfile.TemporaryDirectory(prefix="mlflow-") as store:
        cli(
            [
                *("server", "--host", host, "--port", port, "--workers", "1"),
                *("--backend-store-uri", f"sqlite:///{store}/mlflow.db", "--artifacts-destination", store),
            ]
        )


if __name__ == "__main__":
    main()
