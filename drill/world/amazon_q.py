"""What Amazon Q Developer in chat applications takes for a custom notification; it drops the rest without a word.

https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
"""

from __future__ import annotations

import html

LONGEST = {"title": 250, "description": 8000}
LONGEST_STEP = 350
LONGEST_KEYWORD = 75


def faults(notification: object) -> list[str]:
    """A line for each thing that is not as the schema has it; none if people get to see it."""
    match notification:
        case {"version": "1.0", "source": "custom", "content": dict(content), **more}:
            found = [f"unknown: {name}" for name in more.keys() - {"id", "metadata"}]
            found += _of_content(content)
            return found + _of_metadata(more.get("metadata", {}))
    return ["not version 1.0 of source custom, with content"]


def text(notification: dict) -> str:
    """What a reader sees."""
    content = notification["content"]
    shown = [content.get("title", ""), content["description"], *content.get("nextSteps", [])]
    return "\n".join(html.unescape(line) for line in shown if line)


def _of_content(content: dict) -> list[str]:
    found = []
    if content.get("textType", "client-markdown") != "client-markdown":
        found.append("textType is not client-markdown")
    for name, longest in LONGEST.items():
        if name in content and not _is_text(content[name], longest):
            found.append(f"{name} is not of 1 to {longest} characters")
    if "description" not in content:
        found.append("no description")
    for name, longest in (("nextSteps", LONGEST_STEP), ("keywords", LONGEST_KEYWORD)):
        listed = content.get(name, [])
        if not isinstance(listed, list) or not all(_is_text(each, longest) for each in listed):
            found.append(f"{name} is no list of 1 to {longest} characters each")
    unknown = content.keys() - {"textType", "nextSteps", "keywords"} - LONGEST.keys()
    return found + [f"unknown: content.{name}" for name in unknown]


def _of_metadata(metadata: dict) -> list[str]:
    found = [
        f"{name} is no text" for name in ("threadId", "summary", "eventType") if not _is_text(metadata.get(name, "-"))
    ]
    if not all(_is_text(each) for each in metadata.get("relatedResources", [])):
        found.append("relatedResources is no list of texts")
    if not all(_is_text(value) for value in metadata.get("additionalContext", {}).values()):
        found.append("additionalContext is no map of texts")
    known = {"threadId", "summary", "eventType", "relatedResources", "additionalContext", "enableCustomActions"}
    return found + [f"unknown: metadata.{name}" for name in metadata.keys() - known]


def _is_text(value: object, longest: int = 1024) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest
