"""What the stack's roles may do: checked by parliament, and by rules of our own."""

import json
from collections.abc import Iterator

from parliament import analyze_policy_string

from checks.stack import literal, of_type

#: The only actions that may be allowed on every resource, each with the reason.
ON_EVERYTHING = {
    "ecs:ListTasks": "its only resource is the container instance, which Fargate has none of; a condition names the cluster",
    "servicediscovery:ListNamespaces": "listing has no resource",
    "servicediscovery:ListServices": "listing has no resource",
    "route53:ListHostedZonesByName": "listing has no resource",
}

#: Managed policies that the roles may have, each with the reason. Policies of the stack itself are always allowed.
MANAGED = {
    "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole": "network interfaces of the function in the VPC",
    "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess": "only with Tracing=Active",
}

#: What parliament says takes no resource: its list of actions is older than AWS's, in which all of them do.
OUTDATED_ACTIONS = {
    "servicediscovery:GetInstance",
    "servicediscovery:GetOperation",
    "servicediscovery:ListInstances",
}


def faults(stack: dict) -> list[str]:
    """One line for each thing that a role of the expanded stack should not have; none if all is well."""
    found = []
    for owner, document in _documents(stack):
        found += [f"{owner}: {fault}" for fault in _of_parliament(document)]
        for statement in document["Statement"]:
            found += [f"{owner}: {fault}" for fault in _of_ours(statement)]
    for name, role in of_type(stack, "AWS::IAM::Role").items():
        own = {literal({"Ref": policy}, stack) for policy in of_type(stack, "AWS::IAM::ManagedPolicy")}
        for policy in literal(role.get("ManagedPolicyArns", []), stack):
            if policy not in own and policy not in MANAGED:
                found.append(f"{name}: has the managed policy {policy}")
    return found


def _documents(stack: dict) -> Iterator[tuple[str, dict]]:
    """Every permission policy, intrinsic functions resolved, with the name of who has it."""
    for name, role in of_type(stack, "AWS::IAM::Role").items():
        for policy in role.get("Policies", []):
            yield f"{name}/{policy['PolicyName']}", literal(policy["PolicyDocument"], stack)
    for name, policy in of_type(stack, "AWS::IAM::ManagedPolicy").items():
        yield name, literal(policy["PolicyDocument"], stack)


def _of_parliament(document: dict) -> Iterator[str]:
    for finding in analyze_policy_string(json.dumps(document)).findings:
        # What may be allowed on everything is ours to say, with a reason for each action.
        if finding.issue == "RESOURCE_STAR":
            continue
        if finding.issue == "RESOURCE_MISMATCH" and {entry["action"] for entry in finding.detail} <= OUTDATED_ACTIONS:
            continue
        yield f"parliament: {finding.issue} {finding.detail}"


def _of_ours(statement: dict) -> Iterator[str]:
    actions, resources = (_as_list(statement[key]) for key in ("Action", "Resource"))
    for action in actions:
        if "*" in action:
            yield f"allows every action that matches {action}"
        elif "*" in resources and action not in ON_EVERYTHING:
            yield f"allows {action} on everything"
        elif action == "ecs:ListTasks" and "ecs:cluster" not in statement.get("Condition", {}).get("ArnEquals", {}):
            yield f"allows {action} in every cluster"


def _as_list(value) -> list:
    return value if isinstance(value, list) else [value]
