#!/usr/bin/env bash
# Builds and invokes the functions with the real SAM CLI: sam build, sam local invoke, sam local start-lambda.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if wants_help "$@"; then
    echo "usage: bin/lib/check-sam-local.sh"
    echo "Builds the functions with 'sam build' and invokes them in containers against a local world of its own."
    echo "Needs a container engine (DOCKER_HOST, or Docker's socket); without one only the build is checked."
    echo "Exit status: 0 all is well, 1 a check failed, 77 no container engine."
    exit 0
fi

find_jdk
python=$(venv sam)
# The world runs Probe, which a pass in a container asks by Lambda's Invoke API.
build_functions

# sam build takes the mvn on PATH: the wrapper's.
shim="$ROOT/build/maven-for-sam"
mkdir -p "$shim"
printf '#!/usr/bin/env bash\nexec "%s" "$@"\n' "$ROOT/mvnw" >"$shim/mvn"
chmod +x "$shim/mvn"

export PATH="$shim:$(dirname "$python"):$JAVA_HOME/bin:$PATH"
export SAM_CLI_TELEMETRY=0 AWS_EC2_METADATA_DISABLED=true PYTHONPATH="$ROOT/drill"
cd "$ROOT"
exec "$python" -m checks.sam_local
