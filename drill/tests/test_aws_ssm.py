"""The emulated Parameter Store: what a put may say, what it forgets, and keys that are disabled."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError
from conftest import Clients

VALUE = "http://mlflow.hokusai-development.local:5000"


def error(call: Callable[..., object], **arguments: object) -> str:
    """The code of the error that the call ends in."""
    with pytest.raises(ClientError) as raised:
        call(**arguments)
    return raised.value.response["Error"]["Code"]


def newest(ssm: object, name: str) -> dict:
    pages = ssm.get_paginator("get_parameter_history").paginate(Name=name)
    return [version for page in pages for version in page["Parameters"]][-1]


def test_a_value_matches_the_allowed_pattern(aws: Clients) -> None:
    ssm = aws("ssm")
    ssm.put_parameter(Name="/pattern", Type="String", Value=VALUE, AllowedPattern="https?://.+")

    for pattern in ({}, {"AllowedPattern": "https?://.+"}):
        refused = error(ssm.put_parameter, Name="/pattern", Value="10.0.3.17", Overwrite=True, **pattern)
        assert refused == "ParameterPatternMismatchException"
    assert ssm.get_parameter(Name="/pattern")["Parameter"]["Version"] == 1


def test_an_empty_pattern_takes_the_pattern_away(world: Clients) -> None:
    """As Terraform puts a parameter that has none."""
    ssm = world("ssm")
    ssm.put_parameter(Name="/cleared", Type="String", Value=VALUE, AllowedPattern="https?://.+")

    ssm.put_parameter(Name="/cleared", Value="10.0.3.17", Overwrite=True, AllowedPattern="")

    assert not newest(ssm, "/cleared").get("AllowedPattern")
    ssm.put_parameter(Name="/cleared", Value="10.0.3.18", Overwrite=True)
    assert ssm.get_parameter(Name="/cleared")["Parameter"]["Value"] == "10.0.3.18"


def test_a_put_that_names_no_key_gets_the_default_one(aws: Clients) -> None:
    ssm, key = aws("ssm"), aws("kms").create_key()["KeyMetadata"]["KeyId"]
    ssm.put_parameter(Name="/key", Type="SecureString", Value=VALUE, KeyId=key)
    assert newest(ssm, "/key")["KeyId"] == key

    ssm.put_parameter(Name="/key", Value=VALUE, Overwrite=True)

    assert newest(ssm, "/key")["KeyId"] == "alias/aws/ssm"


def test_a_secret_is_not_decrypted_while_its_key_is_disabled(aws: Clients) -> None:
    ssm, kms = aws("ssm"), aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    ssm.put_parameter(Name="/disabled", Type="SecureString", Value=VALUE, KeyId=key)
    kms.disable_key(KeyId=key)

    assert error(ssm.get_parameter, Name="/disabled", WithDecryption=True) == "InvalidKeyId"
    assert error(ssm.get_parameters, Names=["/disabled"], WithDecryption=True) == "InvalidKeyId"
    assert error(ssm.get_parameter_history, Name="/disabled", WithDecryption=True) == "InvalidKeyId"
    assert "Value" in ssm.get_parameter(Name="/disabled")["Parameter"]

    kms.enable_key(KeyId=key)
    assert ssm.get_parameter(Name="/disabled", WithDecryption=True)["Parameter"]["Value"] == VALUE


def test_nothing_is_encrypted_with_a_key_that_cannot_be_used(aws: Clients) -> None:
    ssm, kms = aws("ssm"), aws("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)

    for unusable in (key, "alias/nobody-made-this"):
        given = {"Name": "/unusable", "Type": "SecureString", "Value": VALUE, "KeyId": unusable}
        assert error(ssm.put_parameter, **given) == "InvalidKeyId"


def test_a_parameter_is_not_made_without_a_type(aws: Clients) -> None:
    ssm = aws("ssm")

    assert error(ssm.put_parameter, Name="/no-type", Value=VALUE, Overwrite=True) == "ValidationException"
    assert error(ssm.get_parameter, Name="/no-type") == "ParameterNotFound"


def test_a_type_cannot_be_changed(aws: Clients) -> None:
    ssm = aws("ssm")
    ssm.put_parameter(Name="/typed", Type="String", Value=VALUE)

    changed = error(ssm.put_parameter, Name="/typed", Type="SecureString", Value=VALUE, Overwrite=True)

    assert changed == "HierarchyTypeMismatchException"


@pytest.mark.parametrize(
    ("data_type", "good", "bad"),
    [
        ("url", VALUE, "mlflow:5000"),
        ("hostname", "mlflow.hokusai-development.local", "http://mlflow"),
        ("ipv4-address", "10.0.3.17", "10.0.3.256"),
        ("ipv6-address", "2001:db8::1", "10.0.3.17"),
        ("integer", "-5000", "5000.5"),
        ("float", "5000.5", "five"),
        ("boolean", "true", "yes"),
        ("json", '{"port": 5000}', "{port"),
        ("aws:region", "us-east-1", "east"),
        ("aws:account:id", "123456789012", "1234"),
        ("email", "a@example.com", "example.com"),
    ],
)
def test_a_value_is_of_its_data_type(aws: Clients, data_type: str, good: str, bad: str) -> None:
    ssm, name = aws("ssm"), "/type/" + data_type.replace(":", "-")
    ssm.put_parameter(Name=name, Type="String", Value=good, DataType=data_type, Tier="Advanced")

    refused = error(ssm.put_parameter, Name=name, Value=bad, DataType=data_type, Tier="Advanced", Overwrite=True)

    assert refused == "ValidationException"
    assert newest(ssm, name)["DataType"] == data_type


def test_a_url_needs_the_advanced_tier(aws: Clients) -> None:
    given = {"Name": "/standard-url", "Type": "String", "DataType": "url", "Tier": "Standard"}

    with pytest.raises(ClientError, match="tier"):
        aws("ssm").put_parameter(Value=VALUE, **given)


def test_policies_are_shown_with_their_texts(aws: Clients) -> None:
    ssm = aws("ssm")
    texts = [
        '{"Type": "NoChangeNotification","Version":"1.0", "Attributes": {"After":"20","Unit":"Days"}}',
        '{"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"5","Unit":"Hours"}}',
    ]
    array = f"[{texts[0]}, {texts[1]} ]"
    ssm.put_parameter(Name="/policies", Type="String", Value=VALUE, Tier="Advanced", Policies=array)

    shown = newest(ssm, "/policies")["Policies"]

    assert [each["PolicyText"] for each in shown] == texts
    assert [each["PolicyType"] for each in shown] == ["NoChangeNotification", "ExpirationNotification"]
    assert {each["PolicyStatus"] for each in shown} == {"Pending"}


def test_the_last_hundred_versions_are_kept(world: Clients) -> None:
    """Stock moto keeps as many."""
    ssm = world("ssm")
    ssm.put_parameter(Name="/versions", Type="String", Value="1")
    for number in range(2, 102):
        assert ssm.put_parameter(Name="/versions", Value=str(number), Overwrite=True)["Version"] == number

    pages = ssm.get_paginator("get_parameter_history").paginate(Name="/versions")
    assert [version["Version"] for page in pages for version in page["Parameters"]] == list(range(2, 102))

    ssm.label_parameter_version(Name="/versions", ParameterVersion=2, Labels=["last-good"])
    refused = error(ssm.put_parameter, Name="/versions", Value="102", Overwrite=True)
    assert refused == "ParameterMaxVersionLimitExceeded"
    assert newest(ssm, "/versions")["Version"] == 101
