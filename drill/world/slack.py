"""What a Slack incoming webhook takes, what it answers to the rest, and how a message of blocks reads.

https://docs.slack.dev/reference/block-kit/blocks, https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
"""

from __future__ import annotations

import html
import json

MOST_BLOCKS = 50
MOST_ELEMENTS = 10
LONGEST_HEADER = 150
LONGEST_TEXT = 3000
# Not documented; seen at some 13,200 characters of all blocks together: https://github.com/slackapi/bolt-js/issues/2509
LONGEST_BLOCKS = 13_200


def refusal(content_type: str, body: bytes) -> str | None:
    """The error that Slack answers to such a request, with HTTP 400; None if it takes it."""
    if content_type.partition(";")[0].strip() != "application/json":
        return "invalid_payload"
    try:
        payload = json.loads(body)
    except ValueError:
        return "invalid_payload"
    if not isinstance(payload, dict):
        return "invalid_payload"
    blocks = payload.get("blocks", [])
    if not blocks and not payload.get("text"):
        return "no_text"
    if not isinstance(blocks, list) or len(blocks) > MOST_BLOCKS or not all(_is_block(block) for block in blocks):
        return "invalid_blocks"
    # Counted as the JSON of ASCII alone, which is the longest that it can be.
    return "msg_blocks_too_long" if len(json.dumps(blocks)) > LONGEST_BLOCKS else None


def text(payload: dict) -> str:
    """What a reader sees, a line for each text."""
    shown = [_unescaped(found["text"]) for block in payload.get("blocks", []) for found in _texts(block)]
    return "\n".join(shown or [_unescaped(payload.get("text", ""))])


def _is_block(block: object) -> bool:
    match block:
        case {"type": "header", "text": {"type": "plain_text"} as found}:
            return _is_text(found, LONGEST_HEADER)
        case {"type": "section", "text": found}:
            return _is_text(found, LONGEST_TEXT)
        case {"type": "context", "elements": [_, *_] as elements}:
            return len(elements) <= MOST_ELEMENTS and all(_is_text(each, LONGEST_TEXT) for each in elements)
        case {"type": "divider"}:
            return True
    return False


def _is_text(found: object, longest: int) -> bool:
    match found:
        case {"type": "plain_text", "text": str(content), **more}:
            return 0 < len(content) <= longest and more.keys() <= {"emoji"}
        case {"type": "mrkdwn", "text": str(content), **more}:
            return 0 < len(content) <= longest and more.keys() <= {"verbatim"}
    return False


def _texts(block: dict) -> list[dict]:
    return block["elements"] if block["type"] == "context" else [block["text"]] if "text" in block else []


def _unescaped(shown: str) -> str:
    return html.unescape(shown)
