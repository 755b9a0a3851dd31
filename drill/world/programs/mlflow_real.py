"""The real MLflow, with the stand-in's command line: becomes a program of the virtual environment `mlflow`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from world.programs.mlflow import allowed_hosts, arguments

HERE = Path(__file__).resolve()
PYTHON = HERE.parents[3] / "build" / "venv" / "mlflow" / "bin" / "python"


def main() -> None:
    given = arguments().parse_args()
    if not PYTHON.exists():
        sys.exit(f"the real MLflow is not installed: {PYTHON} is missing")
    host, port = given.listen
    environment = os.environ | {
        # The job runner would start more processes, and needs none of what the drill asks.
        "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
        "MLFLOW_DISABLE_TELEMETRY": "true",
        "MLFLOW_SERVER_ALLOWED_HOSTS": ",".join(allowed_hosts(given.allowed_hosts)),
    }
    # exec, not a child: signals, and the kernel's when the world dies, reach MLflow itself.
    # -I: or the folder of the launcher would be searched first, and mlflow be our mlflow.py.
    os.execve(PYTHON, [str(PYTHON), "-I", str(HERE.with_name("mlflow_launch.py")), host, str(port)], environment)


if __name__ == "__main__":
    main()
