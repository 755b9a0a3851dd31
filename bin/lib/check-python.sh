#!/usr/bin/env bash
# Runs the Python tests of drill/, each in the environment of what it tests; reports go to build/test/python-*.xml.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

if wants_help "$@"; then
    echo "usage: bin/lib/check-python.sh"
    echo "Runs the tests of the local world, of the demo and of the checks; those that need the real MLflow where it is"
    echo "installed (bin/demo --mlflow installs it) or CI is set. Exit status: 0 all is well, 1 a test failed."
    exit 0
fi

build_functions
world=$(venv world)
sam=$(venv sam)
# The tests that hold the stand-in against the real MLflow need 850 MB: elsewhere they run once bin/demo --mlflow has installed it.
[ -z "${CI:-}" ] || venv mlflow >/dev/null
status=0
# The tests wait more than they compute: two processes, each with a world of its own.
"$world" -m pytest -c drill/pytest.ini --numprocesses 2 --dist loadfile --ignore=drill/tests/test_template.py \
    --junitxml=build/test/python-world.xml drill/tests || status=1
"$sam" -m pytest -c drill/pytest.ini --junitxml=build/test/python-sam.xml drill/tests/test_template.py || status=1
exit "$status"
