#!/usr/bin/env bash
# Prints as JSON where Lambda's runtime is: java_home, sam_python, ric. Makes it ready first, with progress on stderr.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

lambda_runtime
printf '{"java_home": "%s", "sam_python": "%s", "ric": "%s"}\n' "$JAVA_HOME" "$SAM_PYTHON" "$RIC"
