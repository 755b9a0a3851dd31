"""Where people read: what Slack and Amazon Q take and refuse, and how messages fare when they are told to fail."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError
from conftest import Clients, wait_until

from world import amazon_q, slack
from world.chat import TOPIC_ARN, WEBHOOK_PARAMETER
from world.client import NoWorld

JSON = "application/json; charset=utf-8"
SIGNED = "message 3 of mlflow-20260302T120000Z, 2026-03-02 12:00:07 UTC, alert"


def plain(text: str) -> dict:
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> dict:
    return {"type": "header", "text": plain(text)}


def section(text: str) -> dict:
    return {"type": "section", "text": plain(text)}


def context(*texts: str) -> dict:
    return {"type": "context", "elements": [plain(text) for text in texts]}


def message(*blocks: dict) -> dict:
    return {"text": "it happened", "blocks": list(blocks)}


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"text": "it happened"}, None),
        (message(header("x" * 150), section("x" * 3000), context(SIGNED), {"type": "divider"}), None),
        (message(*[section("x")] * 50), None),
        ([], "invalid_payload"),
        ({}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        (message(*[section("x")] * 51), "invalid_blocks"),
        (message(header("x" * 151)), "invalid_blocks"),
        (message({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}), "invalid_blocks"),
        (message(section("x" * 3001)), "invalid_blocks"),
        (message(section("")), "invalid_blocks"),
        (message({"type": "section"}), "invalid_blocks"),
        (message({"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": False}}), "invalid_blocks"),
        (message(context()), "invalid_blocks"),
        (message(context(*["x"] * 11)), "invalid_blocks"),
        (message({"type": "headline", "text": plain("x")}), "invalid_blocks"),
        (message(*[section("x" * 2900)] * 5), "msg_blocks_too_long"),
        (message(*[section("→" * 2900)]), "msg_blocks_too_long"),
    ],
)
def test_slack_takes_what_its_limits_allow(payload: object, error: str | None) -> None:
    assert slack.refusal(JSON, json.dumps(payload).encode()) == error


def test_slack_takes_json_only() -> None:
    assert slack.refusal("text/plain", b'{"text": "x"}') == "invalid_payload"
    assert slack.refusal(JSON, b'{"text": ') == "invalid_payload"


def notification(**changes: object) -> dict:
    content = {
        "textType": "client-markdown",
        "title": "x",
        "description": SIGNED,
        "nextSteps": ["x"],
        "keywords": ["x"],
    }
    metadata = {
        "threadId": "t",
        "summary": "x",
        "eventType": "e",
        "relatedResources": ["r"],
        "additionalContext": {"a": "b"},
    }
    content |= {name: value for name, value in changes.items() if name in content}
    return {"version": "1.0", "source": "custom", "id": "i", "content": content, "metadata": metadata} | {
        name: value for name, value in changes.items() if name not in content
    }


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({}, True),
        ({"title": "x" * 250, "description": "x" * 8000, "nextSteps": ["x" * 350], "keywords": ["x" * 75]}, True),
        ({"version": "2.0"}, False),
        ({"source": "aws.ecs"}, False),
        ({"title": "x" * 251}, False),
        ({"title": ""}, False),
        ({"description": "x" * 8001}, False),
        ({"nextSteps": ["x" * 351]}, False),
        ({"keywords": ["x" * 76]}, False),
        ({"textType": "html"}, False),
        ({"threadId": "t"}, False),
        ({"metadata": {"threadId": 7}}, False),
        ({"metadata": {"additionalContext": {"number": 7}}}, False),
    ],
)
def test_amazon_q_shows_what_its_schema_allows(changes: dict, taken: bool) -> None:
    assert (amazon_q.faults(notification(**changes)) == []) == taken


@pytest.fixture
def fails(command: Callable[..., dict]) -> Iterator[Callable[..., dict]]:
    yield lambda *arguments: command("POST", "chat-fails", *arguments)
    command("POST", "chat-fails", "off")


@pytest.fixture
def arrived(command: Callable[..., dict]) -> Callable[[], list[dict]]:
    """What arrived since the test began."""
    before = len(command("GET", "state")["messages"])
    return lambda: command("GET", "state")["messages"][before:]


@pytest.fixture
def post(world: Clients) -> Callable[..., tuple[int, str, str | None]]:
    parameter = world("ssm").get_parameter(Name=WEBHOOK_PARAMETER, WithDecryption=True)["Parameter"]
    assert parameter["Type"] == "SecureString"
    webhook = urlsplit(parameter["Value"])

    def posted(payload: dict, path: str = webhook.path, seconds: float = 30) -> tuple[int, str, str | None]:
        connection = http.client.HTTPConnection(webhook.netloc, timeout=seconds)
        try:
            connection.request("POST", path, json.dumps(payload), {"Content-Type": JSON})
            answer = connection.getresponse()
            return answer.status, answer.read().decode(), answer.headers.get("Retry-After")
        finally:
            connection.close()

    return posted


def test_a_message_in_slack_is_read_as_it_shows(post: Callable, arrived: Callable) -> None:
    assert post(message(header("a &lt; b"), section("Done:\n• it"), context(SIGNED))) == (200, "ok", None)

    text = f"a < b\nDone:\n• it\n{SIGNED}"
    assert arrived() == [{"channel": "slack", "incident": "mlflow-20260302T120000Z", "number": 3, "text": text}]


def test_slack_answers_what_is_wrong(post: Callable, arrived: Callable) -> None:
    assert post(message(header("x" * 151))) == (400, "invalid_blocks", None)
    assert post({"text": "x"}, path="/services/T0/B0/guessed") == (404, "no_service", None)
    assert arrived() == []


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("throttled", (429, "rate_limited", "1")),
        ("busy", (429, "rate_limited", "30")),
        ("broken", (500, "internal_error", None)),
        ("refused", (400, "invalid_blocks", None)),
        ("closed", (404, "no_service", None)),
    ],
)
def test_slack_fails_as_it_is_told(
    post: Callable, arrived: Callable, fails: Callable, kind: str, answer: tuple
) -> None:
    fails(kind, "2", "slack")

    assert [post({"text": "x"}) for _ in range(3)] == [answer, answer, (200, "ok", None)]
    assert len(arrived()) == 1


@pytest.mark.parametrize(("kind", "arrives", "patience"), [("lost", 1, 30), ("silent", 0, 2)])
def test_slack_leaves_people_without_an_answer(
    post: Callable, arrived: Callable, fails: Callable, kind: str, arrives: int, patience: float
) -> None:
    fails(kind)

    with pytest.raises((http.client.HTTPException, OSError)):
        post({"text": "x"}, seconds=patience)
    assert len(arrived()) == arrives


def test_a_notification_is_read_as_it_shows(world: Clients, arrived: Callable) -> None:
    world("sns").publish(TopicArn=TOPIC_ARN, Message=json.dumps(notification(title="a &lt; b", nextSteps=["mend it"])))

    (shown,) = wait_until(arrived)
    assert (shown["channel"], shown["incident"], shown["number"]) == ("sns", "mlflow-20260302T120000Z", 3)
    assert shown["text"] == f"a < b\n{SIGNED}\nmend it"


def test_a_notification_that_is_none_is_dropped_without_a_word(world: Clients, arrived: Callable) -> None:
    world("sns").publish(TopicArn=TOPIC_ARN, Message=json.dumps(notification(title="")))

    assert arrived() == []


@pytest.mark.parametrize(
    ("kind", "status", "code", "arrives"),
    [
        ("throttled", 429, "Throttled", 0),
        ("broken", 500, "InternalError", 0),
        ("refused", 400, "InvalidParameter", 0),
        ("closed", 404, "NotFound", 0),
        ("lost", 500, "InternalError", 1),
    ],
)
def test_sns_fails_as_it_is_told(
    world: Clients, arrived: Callable, fails: Callable, kind: str, status: int, code: str, arrives: int
) -> None:
    fails(kind, "1", "sns")

    with pytest.raises(ClientError) as refused:
        world("sns").publish(TopicArn=TOPIC_ARN, Message=json.dumps(notification()))
    answer = refused.value.response
    assert (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"]) == (status, code)
    assert len(arrived()) == arrives


@pytest.mark.parametrize("arguments", [("torn",), ("lost", "many"), ("lost", "1", "email")])
def test_what_the_world_cannot_do_it_says(fails: Callable, arguments: tuple) -> None:
    with pytest.raises(NoWorld):
        fails(*arguments)
