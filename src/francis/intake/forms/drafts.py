"""Mail drafts: messages with a form attached that open unsent in a mail program, and what comes back by mail."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import PurePath

import yaml

from francis.errors import FrancisError, excerpt, quotation
from francis.intake.forms.questions import Form, form_words
from francis.record.days import day_in_words

ADDRESSES = "addresses.yaml"
"""The file at the root of a workspace, never in git, with the mail address of each post."""
_ADDRESS = re.compile(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+")
_TYPES = {
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DRAFT_EXTENSION = ".eml"


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


def draft(form: Form, name: str, data: bytes, addresses: Mapping[str, str]) -> bytes:
    """Return the message that asks a lead to fill in the attached form; without an address if none is known."""
    said = {
        "lead": form.stamp.lead,
        "body": form.register.body.name,
        "title": form.title,
        "count": form.count,
        "due": day_in_words(form.stamp.due),
        "made": day_in_words(form.stamp.made),
    }
    return message(said, ("subject", "text"), (name, data), addresses)


def message(
    said: Mapping[str, str],
    keys: tuple[str, str],
    attached: tuple[str, bytes],
    addresses: Mapping[str, str],
) -> bytes:
    """Return an unsent message of one of the texts in `form.yaml`, by the keys of its subject and its text."""
    words, (name, data) = form_words()["mail"], attached
    made = EmailMessage(SMTP)
    made["X-Unsent"] = "1"  # by which Outlook opens it to be sent
    if said["lead"] in addresses:
        made["To"] = addresses[said["lead"]]
    made["Subject"] = words[keys[0]].format(**said)
    made.set_content(words[keys[1]].format(**said))
    made.add_attachment(
        data, maintype="application", subtype=_TYPES[PurePath(name).suffix], filename=name
    )
    made.set_boundary("francis-form")  # the library's own would be another one each time
    return made.as_bytes()
