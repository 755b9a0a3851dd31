"""`python -m world`: the command behind bin/world."""

import sys

from world.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
