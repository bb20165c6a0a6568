"""Which files a paper is made from: those of providers only where there are any, and only as they are asked for."""

from __future__ import annotations

from francis.papers import making, reads
from francis.record.audience import for_audience
from francis.record.reading.loading import load
from tests.shared.provider_files import FOLDER, provider_files
from tests.shared.workspaces import record_files

FILES = [f"{FOLDER}/log.yaml", *(f"{FOLDER}/royal/{name}" for name in ("concerns/C2.yaml", "log.yaml", "measures.csv", "provider.yaml"))]  # fmt: skip


def test_files_of_providers_are_read_once_somebody_asks_for_them() -> None:
    """A paper that says nothing of them is not made again when they change; those of the year are always read."""
    register = for_audience(load(provider_files()).registers[-1], "internal")
    noted, is_read = reads.noting(register)
    assert noted.positions
    assert not any(map(is_read, FILES))
    assert is_read("standards/body/2021/1.yaml")
    assert [view.name for view in noted.providers] == ["royal"]
    assert noted.providers_left_out == 0
    assert all(map(is_read, FILES))


def test_the_log_of_all_is_one_of_them() -> None:
    """And so are those that an earlier year shows: they are the same files."""
    for asked in ("common_log", "providers"):
        noted, is_read = reads.noting(load(provider_files()).registers[-1])
        assert noted.earlier is not None
        assert getattr(noted.earlier, asked)
        assert all(map(is_read, FILES))


def test_what_a_year_is_made_from_includes_its_providers() -> None:
    """With the table of readings; a body without providers has no such folder."""
    files = provider_files()
    register = load(files).registers[-1]
    assert {*FILES} <= {*making.files_of(register, files, sorted(files))}
    bare = load(record_files()).registers[-1]
    assert not any(FOLDER in place for place in making.read_by(bare))
