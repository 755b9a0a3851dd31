#!/usr/bin/env bash
# Checks template.yaml without AWS and without containers: as SAM reads it, and expanded as CloudFormation would get it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if wants_help "$@"; then
    echo "usage: bin/lib/check-template.sh [TEMPLATE]"
    echo "Checks the stack's template (default: template.yaml): sam validate, cfn-lint on what SAM expands it to,"
    echo "policies and wiring. One line for each fault on standard output."
    echo "Exit status: 0 no fault, 1 faults."
    exit 0
fi

template=$(realpath "${1:-$ROOT/template.yaml}")
python=$(venv sam)
tools=$(dirname "$python")
expanded="$ROOT/build/template.expanded.json"
export SAM_CLI_TELEMETRY=0 AWS_EC2_METADATA_DISABLED=true
status=0

say "sam validate --lint …"
"$tools/sam" validate --lint --region us-east-1 --template "$template" >&2 || status=1

say "Policies and wiring of the expanded template …"
rm -f "$expanded"
PYTHONPATH="$ROOT/drill" "$python" -W ignore::UserWarning:parliament -m checks.template "$template" --expanded "$expanded" || status=1

say "cfn-lint on the expanded template …"
"$tools/cfn-lint" "$expanded" || status=1

exit "$status"
