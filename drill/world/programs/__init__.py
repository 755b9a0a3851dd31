"""What runs inside the tasks: each module is one container's program, started as `python -m`."""
