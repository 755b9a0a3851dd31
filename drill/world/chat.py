"""Where people read: a Slack workspace with one webhook, and Amazon Q Developer behind an SNS topic.

Both take what their vendors would take, and can be told to fail.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from world import amazon_q, slack
from world.aws.mend import ACCOUNT, REGION

LOG = logging.getLogger(__name__)
WEBHOOK_PARAMETER = "/remediation/slack-webhook"
TOPIC = "remediation-chat"
TOPIC_ARN = f"arn:aws:sns:{REGION}:{ACCOUNT}:{TOPIC}"
AMAZON_Q = "/amazon-q"

# The ways in which a message may fare; `busy` is `throttled` with a longer wait.
WAYS = ("throttled", "busy", "broken", "silent", "lost", "refused", "closed")
CHANNELS = ("slack", "sns")
RETRY_AFTER = {"throttled": 1, "busy": 30}
# Longer than anybody waits for an answer.
SILENCE_SECONDS = 20
# How Slack answers: status and error.
SLACK_ANSWERS = {
    "throttled": (429, "rate_limited"),
    "busy": (429, "rate_limited"),
    "broken": (500, "internal_error"),
    "refused": (400, "invalid_blocks"),
    "closed": (404, "no_service"),
}
# The line by which the program makes a message recognisable.
SIGNATURE = re.compile(r"^message (\d+) of (\S+), ", re.MULTILINE)


@dataclass
class Faults:
    """How the next messages of each channel fare, in their order; then they arrive."""

    due: dict[str, list[str]] = field(default_factory=lambda: {channel: [] for channel in CHANNELS})
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, channel: str, way: str, times: int) -> None:
        with self.lock:
            self.due[channel] += [way] * times

    def end(self) -> None:
        with self.lock:
            for ways in self.due.values():
                ways.clear()

    def next(self, channel: str) -> str | None:
        with self.lock:
            return self.due[channel].pop(0) if self.due[channel] else None


class Chat:
    """messages: what people can read by now, oldest first: channel, incident, number, text
    dropped: why Amazon Q did not show a notification, for each that it dropped
    """

    def __init__(self, host: str):
        self.faults = Faults()
        self.messages: list[dict] = []
        self.dropped: list[list[str]] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._path = f"/services/T00000000/B00000000/{secrets.token_hex(12)}"
        self._server = ThreadingHTTPServer((host, 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="chat", daemon=True).start()

    @property
    def webhook(self) -> str:
        """As secret as in Slack: whoever has it can write."""
        return self._url + self._path

    def build(self, client: object) -> None:
        """Makes the parameter and the topic that lead here. client: a boto3 client by service name"""
        client("ssm").put_parameter(Name=WEBHOOK_PARAMETER, Type="SecureString", Value=self.webhook)
        topic = client("sns").create_topic(Name=TOPIC)["TopicArn"]
        client("sns").subscribe(TopicArn=topic, Protocol="http", Endpoint=self._url + AMAZON_Q)

    def end(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    def post(self, path: str, content_type: str, body: bytes) -> tuple[int, str, dict[str, str]] | None:
        """Slack's answer to a request: status, text and headers; None if it gives none."""
        if path != self._path:
            return 404, "no_service", {}
        way = self.faults.next("slack")
        if way in SLACK_ANSWERS:
            status, error = SLACK_ANSWERS[way]
            return status, error, {"Retry-After": str(RETRY_AFTER[way])} if way in RETRY_AFTER else {}
        if way == "silent":
            self._ended.wait(SILENCE_SECONDS)
            return None
        if error := slack.refusal(content_type, body):
            return 400, error, {}
        self._add("slack", slack.text(json.loads(body)))
        return None if way == "lost" else (200, "ok", {})

    def notify(self, body: bytes) -> None:
        """A notification of the topic, as SNS posts it."""
        notification = json.loads(json.loads(body)["Message"])
        if faults := amazon_q.faults(notification):
            LOG.warning("Amazon Q drops a notification: %s", "; ".join(faults))
            self.dropped.append(faults)
        else:
            self._add("sns", amazon_q.text(notification))

    def _add(self, channel: str, text: str) -> None:
        signed = SIGNATURE.search(text)
        incident, number = (signed[2], int(signed[1])) if signed else (None, None)
        with self._lock:
            self.messages.append({"channel": channel, "incident": incident, "number": number, "text": text})

    @property
    def _url(self) -> str:
        return "http://{}:{}".format(*self._server.server_address)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.path == AMAZON_Q:
                    chat.notify(body)
                    answer = 200, "", {}
                else:
                    answer = chat.post(self.path, self.headers.get("Content-Type", ""), body)
                # Without an answer the connection ends.
                if answer is not None:
                    self._answer(*answer)

            def _answer(self, status: int, text: str, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_: object) -> None:
                """The webhook would stand in the log."""

        return Handler
