#!/usr/bin/env bash
# Prints as JSON where Lambda's runtime is: java_home, sam_python, ric. Makes it ready first, with progress on stderr.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if wants_help "$@"; then
    echo "usage: bin/lib/lambda-runtime.sh"
    echo "Fetches what Lambda itself brings to a Java function, and prints where it is as JSON: java_home, sam_python, ric."
    echo "Exit status: 0 it is there, 1 it could not be fetched."
    exit 0
fi

lambda_runtime
printf '{"java_home": "%s", "sam_python": "%s", "ric": "%s"}\n' "$JAVA_HOME" "$SAM_PYTHON" "$RIC"
