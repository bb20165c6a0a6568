"""Mail drafts: messages with a form attached that open unsent in a mail program, and what comes back by mail."""

from __future__ import annotations

import datetime
import email
import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import yaml

from francis.errors import FrancisError, excerpt, quotation
from francis.intake.forms.questions import LeadForm, Stamp, form_words
from francis.record.days import day_in_words
from francis.record.model.timing import due_in_words
from francis.record.queries.request_letters import RequestLetter

ADDRESSES = "addresses.yaml"
"""The file at the root of a workspace, never in git, with the mail address of each post."""
_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
_TYPES = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".html": ("text", "html"),
    ".pdf": ("application", "pdf"),
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
DRAFT_EXTENSION = ".eml"
MOST_HEADER = 2_000
"""How many characters a header may have that is looked at: the date, and of what kind a part is and how it is called."""
MOST_SEPARATORS = 1_000
"""How many lines of a message may begin as those between its parts do."""


def addresses_in(data: bytes) -> dict[str, str]:
    """Return the mail address of each post; raise FrancisError with all that is wrong in the file."""
    example = f"Write a post and its address on each line of {ADDRESSES}, with a colon and a space between."
    try:
        found = yaml.safe_load(data.decode("utf-8-sig")) or {}
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise FrancisError(f"{ADDRESSES} cannot be read. {example}") from error
    if not isinstance(found, dict):
        raise FrancisError(f"{ADDRESSES} is not a list of posts. {example}")
    wrong = [
        f"{ADDRESSES}: {quotation(str(address))} is not a mail address of {excerpt(str(post))}."
        for post, address in found.items()
        if not _ADDRESS.fullmatch(str(address))
    ]
    if wrong:
        raise FrancisError("\n".join(wrong))
    return {str(post): str(address) for post, address in found.items()}


def draft(form: LeadForm, name: str, data: bytes, addresses: Mapping[str, str]) -> bytes:
    """Return the message that asks a lead to fill in the attached form; without an address if none is known."""
    said = _of_form(form.stamp) | {"title": form.title, "count": form.count}
    return _message("ask", said, form.stamp.lead, (name, data), addresses)


def reminder(
    stamp: Stamp,
    items: Sequence[str],
    attached: tuple[str, bytes],
    addresses: Mapping[str, str],
) -> bytes:
    """Return the message that reminds a lead of a form, and of what in it is still to be answered."""
    said = _of_form(stamp) | {"items": ", ".join(items)}
    return _message("remind", said, stamp.lead, attached, addresses)


def letter_draft(
    letter: RequestLetter, attached: tuple[str, bytes], addresses: Mapping[str, str]
) -> bytes:
    """Return the message to which a letter to a provider is attached."""
    by = f" by {due_in_words(letter.by)}" if letter.by else ""
    said = {"reference": letter.reference, "what": letter.request.what, "by": by}
    return _message(letter.purpose, said, letter.post, attached, addresses)


def _of_form(stamp: Stamp) -> dict[str, str]:
    """Return what messages say of a form."""
    days = {"due": day_in_words(stamp.due), "made": day_in_words(stamp.made)}
    return {**days, "body": stamp.body_name}


def _message(
    purpose: str,
    said: Mapping[str, str],
    to: str,
    attached: tuple[str, bytes],
    addresses: Mapping[str, str],
) -> bytes:
    words, (name, data) = form_words()["mail"][purpose], attached
    made = EmailMessage(SMTP)
    made["X-Unsent"] = "1"  # by which Outlook opens it to be sent
    if to in addresses:
        made["To"] = addresses[to]
    made["Subject"] = words["subject"].format(**said)
    made.set_content(words["text"].format(**said))
    kind, subtype = _TYPES[PurePath(name).suffix]
    made.add_attachment(data, maintype=kind, subtype=subtype, filename=name)
    made.set_boundary("francis-form")  # the library's own would be another one each time
    return made.as_bytes()


class _Limited(EmailPolicy):
    """How messages from outside are read: over a long header the library would take minutes."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        if len(value) > MOST_HEADER:
            raise ValueError(f"{name} is too long")
        return super().header_fetch_parse(name, value)


def attachments(name: str, data: bytes) -> Iterator[tuple[str, bytes, datetime.date | None]]:
    """Yield the name and the bytes of each file that is attached to a message, with the day of the message."""
    try:
        if data.count(b"\n--") > MOST_SEPARATORS:
            raise ValueError("too many parts")
        found = email.message_from_bytes(data, policy=_Limited())
        sent: Any = found["Date"]
        day = sent.datetime.date() if sent is not None and sent.datetime else None
        held = [(part.get_filename(), part.get_payload(decode=True)) for part in found.walk()]
    except Exception as error:  # the library raises what it happens to trip over
        raise FrancisError(
            f"{name}: this message cannot be read. Save the attached form by itself."
        ) from error
    for attached, content in held:
        if attached and isinstance(content, bytes):
            yield PurePosixPath(PureWindowsPath(attached).name).name, content, day
