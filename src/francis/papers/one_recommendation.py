"""The paper on one recommendation, such as for an answer under freedom of information, or on one concern; and letters."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

from francis.errors import FrancisError
from francis.git import committed
from francis.papers import making
from francis.record import paper_kinds
from francis.record.paper_kinds import OneSubject, RequestSubject
from francis.record.register import Register
from francis.workspace import RECORD, Files, template_folders


def recommendation_job(
    root: Path,
    register: Register,
    subject: OneSubject,
    form: str,
    record: Files,
    *,
    epoch: datetime.datetime | None = None,
) -> making.Job:
    """Return the job of a paper on one thing; it has the draft mark unless papers of its year could be final.

    A letter has none: it says what was asked, whatever becomes of the year.

    `record` are the files that the register was read from. Raise FrancisError if a cover has the paper's name.
    """
    if any(paper.name == subject.paper.name for paper in paper_kinds.of(register)):
        raise FrancisError(
            f"{register.body_id}/{register.year_id} has a paper of its own that is called {subject.paper.name}, as this one "
            "would be. Rename its cover."
        )
    history = committed(root, RECORD).history(
        making.read_by(register), making.files_of(register, record, sorted(record))
    )
    moment = epoch or datetime.datetime.combine(register.as_at, datetime.time())
    folders = template_folders(root)
    job = making.Job(
        register, subject.paper, form, folders, history, moment, final=False, subject=subject
    )
    is_letter = isinstance(subject, RequestSubject)
    return replace(job, final=is_letter or not making.against_final([job]))
