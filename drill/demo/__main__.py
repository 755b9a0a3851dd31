"""`python -m demo`: the command behind bin/demo."""

import sys

from demo.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
