#!/usr/bin/env bash
# Runs the Python tests of drill/, each in the environment of what it tests; reports go to build/test/python-*.xml.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

find_jdk
world=$(venv world)
sam=$(venv sam)
# The tests that hold the stand-in against the real MLflow need 850 MB: elsewhere they run once bin/demo --mlflow has installed it.
[ -z "${CI:-}" ] || venv mlflow >/dev/null
status=0
"$world" -m pytest -c drill/pytest.ini --ignore=drill/tests/test_template.py \
    --junitxml=build/test/python-world.xml drill/tests || status=1
"$sam" -m pytest -c drill/pytest.ini --junitxml=build/test/python-sam.xml drill/tests/test_template.py || status=1
exit "$status"
