"""Prints as JSON what `sam local` would make of a template's functions: `sam_functions.py TEMPLATE [NAME=VALUE …]`.

Run by the Python that has the AWS SAM CLI. The template is read, and each function's environment resolved, by the CLI's
own classes; the region comes from AWS_DEFAULT_REGION, credentials are the CLI's placeholders.
"""

from __future__ import annotations

import json
import sys

from samcli.commands._utils.template import get_template_data
from samcli.lib.providers.provider import Function
from samcli.lib.providers.sam_function_provider import SamFunctionProvider
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider
from samcli.local.lambdafn.env_vars import EnvironmentVariables

# https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-common.html
DEFAULT_TIMEOUT_SECONDS = 3
DEFAULT_MEMORY_MEGABYTES = 128

# https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
DEFAULT_RETRIES = 2


def described(function: Function, properties: dict) -> dict:
    timeout = int(function.timeout or DEFAULT_TIMEOUT_SECONDS)
    memory = int(function.memory or DEFAULT_MEMORY_MEGABYTES)
    environment = EnvironmentVariables(
        function_name=function.functionname,
        function_memory=memory,
        function_timeout=timeout,
        function_handler=function.handler,
        function_logging_config=function.logging_config,
        variables=(function.environment or {}).get("Variables"),
    )
    asynchronous = properties.get("EventInvokeConfig") or {}
    return {
        "name": function.functionname,
        "handler": function.handler,
        "timeout": timeout,
        "memory": memory,
        "environment": environment.resolve(),
        "retries": int(asynchronous.get("MaximumRetryAttempts", DEFAULT_RETRIES)),
        "keeps_failures": "OnFailure" in (asynchronous.get("DestinationConfig") or {}),
        "streams": [
            event["Properties"] for event in (properties.get("Events") or {}).values() if event["Type"] == "DynamoDB"
        ],
    }


def main() -> None:
    template, *overrides = sys.argv[1:]
    parameters = dict(override.split("=", 1) for override in overrides)
    known = get_template_data(template).get("Parameters", {})
    if unknown := sorted(parameters.keys() - known.keys()):
        sys.exit(f"the template has no parameter {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    stacks, _ = SamLocalStackProvider.get_stacks(template, parameter_overrides=parameters)
    functions = [
        described(function, stacks[0].resources[function.function_id].get("Properties", {}))
        for function in SamFunctionProvider(stacks).get_all()
    ]
    json.dump(functions, sys.stdout)


if __name__ == "__main__":
    main()
