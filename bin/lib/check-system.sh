#!/usr/bin/env bash
# Runs the Java system tests of drill/ against a local world of their own.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

find_jdk
export WORLD_NAME=test
trap 'bin/world down' EXIT
bin/world up
exports=$(bin/world env)
eval "$exports"
# The functions' own tests have run by now; here they are only compiled.
./mvnw --batch-mode --no-transfer-progress --projects drill --also-make -DskipTests -Dworld verify
