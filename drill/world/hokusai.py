"""The world of the sample configuration, made as its owners would make it: by calls to AWS."""

from __future__ import annotations

import json
from collections.abc import Callable

from world.options import REPOSITORY

CLUSTER = "hokusai-development"
NAMESPACE = "hokusai-development.local"
MLFLOW = "hokusai-mlflow-development"
API = "hokusai-api-development"
MLFLOW_PORT = 5000
API_PORT = 8001
CLOUD_MAP = {MLFLOW: "mlflow", API: "api"}
ENDPOINT_PARAMETER = "/hokusai/development/mlflow/endpoint"
BY_NAME = f"http://mlflow.{NAMESPACE}:{MLFLOW_PORT}"
# The stack's own, by the name that the SAM CLI gives every stack.
SHADOW_PARAMETER = "/remediation-rehearsal/local"
CONFIGURATION_PARAMETER = "/remediation/configuration"
# The most that the stack lets the functions do: all of it, so that the configuration alone decides.
POLICY = "sync"
# What a caller of the API's MLflow route asks.
ROUTE = ("POST", "/api/mlflow/api/2.0/mlflow/experiments/search", b'{"max_results":1}')
ALARM = "hokusai-api-502-errors"
BALANCER = "hokusai-main-development"
REPOSITORY_OF_IMAGES = "123456789012.dkr.ecr.us-east-1.amazonaws.com/hokusai"

Clients = Callable[[str], object]


def build(client: Clients, cidr: str, negative_ttl: int, consumer: str) -> None:
    """Makes everything; the tasks are still on their way when it returns.

    client: a boto3 client by service name
    cidr: of the subnet that the tasks' addresses come from
    negative_ttl: of the namespace's zone, seconds
    consumer: how the API reads its endpoint, `envAtStart` or `runtimeRead`
    """
    network = _network(client("ec2"), cidr)
    registries = _names(client("servicediscovery"), network["vpc"], negative_ttl)
    _parameters(client("ssm"), cidr, consumer)
    balancer, group = _load_balancers(client("elbv2"), network)
    _services(client("ecs"), network, registries, cidr, consumer, group)
    _alarm(client("cloudwatch"), balancer)


def service_request(ecs: object, name: str) -> dict:
    """The arguments of CreateService that make the ECS service `name` again as it is now."""
    now = ecs.describe_services(cluster=CLUSTER, services=[name])["services"][0]
    return {
        "cluster": CLUSTER,
        "serviceName": name,
        "taskDefinition": now["taskDefinition"],
        "desiredCount": now["desiredCount"],
        "launchType": "FARGATE",
        "networkConfiguration": now["networkConfiguration"],
        "loadBalancers": now["loadBalancers"],
    }


def cloud_map_services(servicediscovery: object) -> dict[str, dict]:
    """Every Cloud Map service, by name."""
    pages = servicediscovery.get_paginator("list_services").paginate()
    return {found["Name"]: found for page in pages for found in page["Services"]}


def make_cloud_map_service(servicediscovery: object, namespace: str, name: str, records: tuple[str, ...]) -> str:
    """Makes a Cloud Map service as the owners' Terraform does, with these types of records. Returns its ARN."""
    return servicediscovery.create_service(
        Name=name,
        NamespaceId=namespace,
        DnsConfig={"RoutingPolicy": "MULTIVALUE", "DnsRecords": [{"Type": kind, "TTL": 10} for kind in records]},
        HealthCheckCustomConfig={"FailureThreshold": 1},
    )["Service"]["Arn"]


def _network(ec2: object, cidr: str) -> dict:
    vpc = ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=cidr, AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]
    groups = {}
    for name in ("hokusai-mlflow", "hokusai-api"):
        groups[name] = ec2.create_security_group(GroupName=name, Description=f"Tasks of {name}", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(
        GroupId=groups["hokusai-mlflow"],
        IpPermissions=[
            {
                "IpProtocol": "tcp",
                "FromPort": MLFLOW_PORT,
                "ToPort": MLFLOW_PORT,
                "UserIdGroupPairs": [{"GroupId": groups["hokusai-api"]}],
            }
        ],
    )
    return {"vpc": vpc, "subnet": subnet, "groups": groups}


def _names(servicediscovery: object, vpc: str, negative_ttl: int) -> dict[str, str]:
    """ARN of the Cloud Map service for each ECS service."""
    operation = servicediscovery.create_private_dns_namespace(
        Name=NAMESPACE, Vpc=vpc, Properties={"DnsProperties": {"SOA": {"TTL": negative_ttl}}}
    )["OperationId"]
    namespace = servicediscovery.get_operation(OperationId=operation)["Operation"]["Targets"]["NAMESPACE"]
    return {
        service: make_cloud_map_service(servicediscovery, namespace, name, ("A",))
        for service, name in CLOUD_MAP.items()
    }


def _parameters(ssm: object, cidr: str, consumer: str) -> None:
    sample = REPOSITORY / "drill" / "hokusai" / "configuration.json"
    configuration = json.loads(sample.read_text()) | {"cidrs": [cidr]}
    if consumer == "runtimeRead":
        configuration["services"]["mlflow"]["consumers"] = [{"ecsService": API, "consumer": consumer}]
    ssm.put_parameter(Name=ENDPOINT_PARAMETER, Type="String", Value=BY_NAME)
    ssm.put_parameter(Name=SHADOW_PARAMETER, Type="String", Value="http://nobody-reads-this.invalid")
    ssm.put_parameter(Name=CONFIGURATION_PARAMETER, Type="String", Value=json.dumps(configuration))


def _services(ecs: object, network: dict, registries: dict[str, str], cidr: str, consumer: str, group: str) -> None:
    """group: ARN of the target group that the API's tasks are put into"""
    ecs.create_cluster(clusterName=CLUSTER)
    # MLflow refuses every Host that it was not told of: its name, and its own addresses.
    addresses = cidr.rsplit(".", 1)[0] + ".*"
    hosts = ",".join(f"{host}{port}" for host in (f"mlflow.{NAMESPACE}", addresses) for port in ("", f":{MLFLOW_PORT}"))
    mlflow = {"command": ["--allowed-hosts", hosts]}
    api = {
        "envAtStart": {"secrets": [{"name": "MLFLOW_SERVER_URL", "valueFrom": ENDPOINT_PARAMETER}]},
        "runtimeRead": {"environment": [{"name": "MLFLOW_SERVER_PARAMETER", "value": ENDPOINT_PARAMETER}]},
    }[consumer]
    balanced = [{"targetGroupArn": group, "containerName": "hokusai-api", "containerPort": API_PORT}]
    for service, container, port, more, balancers in (
        (MLFLOW, "hokusai-mlflow", MLFLOW_PORT, mlflow, []),
        (API, "hokusai-api", API_PORT, api, balanced),
    ):
        definition = ecs.register_task_definition(
            family=service,
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="256",
            memory="512",
            containerDefinitions=[
                {
                    "name": container,
                    "image": f"{REPOSITORY_OF_IMAGES}/{container.removeprefix('hokusai-')}:latest",
                    "portMappings": [{"containerPort": port, "protocol": "tcp"}],
                }
                | more
            ],
        )["taskDefinition"]["taskDefinitionArn"]
        ecs.create_service(
            cluster=CLUSTER,
            serviceName=service,
            taskDefinition=definition,
            desiredCount=1,
            launchType="FARGATE",
            networkConfiguration={
                "awsvpcConfiguration": {
                    "subnets": [network["subnet"]],
                    "securityGroups": [network["groups"][container]],
                    "assignPublicIp": "DISABLED",
                }
            },
            serviceRegistries=[{"registryArn": registries[service]}],
            loadBalancers=balancers,
        )


def _load_balancers(elbv2: object, network: dict) -> tuple[str, str]:
    """Returns the main one's `LoadBalancer` dimension, and the ARN of the target group of the API.

    The group asks for a path that the API does not serve, and the main one's listener has only a fixed response: so the
    owners have it.
    """
    arns = {}
    for name in (BALANCER, "hokusai-registry-development"):
        arns[name] = elbv2.create_load_balancer(
            Name=name, Subnets=[network["subnet"]], SecurityGroups=[network["groups"]["hokusai-api"]]
        )["LoadBalancers"][0]["LoadBalancerArn"]
    groups = {}
    for name, path in (("hokusai-reg-api-development", "/health/alb"), ("hokusai-api-tg-development", "/health")):
        groups[name] = elbv2.create_target_group(
            Name=name, Protocol="HTTP", Port=API_PORT, VpcId=network["vpc"], TargetType="ip", HealthCheckPath=path
        )["TargetGroups"][0]["TargetGroupArn"]
    main = arns[BALANCER]
    fixed = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}
    forward = {"Type": "forward", "TargetGroupArn": groups["hokusai-reg-api-development"]}
    for arn, action in ((main, fixed), (arns["hokusai-registry-development"], forward)):
        elbv2.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=443, DefaultActions=[action])
    return main.split(":loadbalancer/")[-1], groups["hokusai-reg-api-development"]


def _alarm(cloudwatch: object, balancer: str) -> None:
    """Both counts of the API's load balancer: a call that hangs ends as the balancer's own 504."""
    metrics = [
        {
            "Id": id_,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/ApplicationELB",
                    "MetricName": name,
                    "Dimensions": [{"Name": "LoadBalancer", "Value": balancer}],
                },
                "Period": 60,
                "Stat": "Sum",
            },
        }
        for id_, name in (("target", "HTTPCode_Target_5XX_Count"), ("elb", "HTTPCode_ELB_5XX_Count"))
    ]
    both = {"Id": "both", "Expression": "FILL(target, 0) + FILL(elb, 0)", "Label": "5XX", "ReturnData": True}
    cloudwatch.put_metric_alarm(
        AlarmName=ALARM,
        Metrics=[*metrics, both],
        EvaluationPeriods=2,
        Threshold=10,
        ComparisonOperator="GreaterThanThreshold",
        TreatMissingData="notBreaching",
    )
