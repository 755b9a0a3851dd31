#!/usr/bin/env bash
# Runs the Java system tests of drill/; see --help.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$ROOT"

if wants_help "$@"; then
    echo "usage: bin/lib/check-system.sh [MAVEN-ARGUMENT…]"
    echo "Runs the functions in local worlds: each test makes one, plays a situation, looks from outside, and ends it."
    echo "Arguments go to Maven: -Dtest=SituationsTest#name runs one test."
    echo "Exit status: 0 all is well, 1 a test failed."
    exit 0
fi

find_jdk
build_functions
venv world >/dev/null
world=system-$$
# A test that was killed leaves its world up.
trap 'for fork in 1 2; do bin/world --name "$world-$fork" down; done' EXIT
# The functions' own tests have their step; here they are only compiled.
./mvnw --batch-mode --no-transfer-progress --projects drill --also-make -DskipTests "-Dworld=$world" "$@" test
