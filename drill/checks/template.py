"""Checks the stack's template, and writes what SAM makes of it for tools that know CloudFormation only."""

import argparse
import json
import sys
from pathlib import Path

from checks import policies, stack, wiring


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m checks.template",
        description=f"{__doc__} Prints one line for each fault. Exit status: 0 no fault, 1 faults.",
    )
    parser.add_argument("template", type=Path)
    parser.add_argument("--expanded", type=Path, required=True, help="where to write the expanded template, as JSON")
    arguments = parser.parse_args()

    template = stack.read(arguments.template)
    expanded = stack.expand(template)
    arguments.expanded.write_text(json.dumps(expanded, indent=1), encoding="utf-8")
    faults = policies.faults(expanded) + wiring.faults(expanded)
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
