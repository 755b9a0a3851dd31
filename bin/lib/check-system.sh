#!/usr/bin/env bash
# Runs the Java system tests of drill/: each makes a local world of its own, one after the other, and ends it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

find_jdk
build_functions
venv world >/dev/null
# A test that was killed leaves its world up; drill/pom.xml gives it this name.
trap 'bin/world --name system down' EXIT
# The functions' own tests have their step; here they are only compiled.
./mvnw --batch-mode --no-transfer-progress --projects drill --also-make -DskipTests -Dworld test
