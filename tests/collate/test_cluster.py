"""The same work on a cluster of Dask, of which a worker is killed in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from francis.collate import cluster
from francis.collate.cluster import on_cluster
from francis.collate.sources import sources_in
from francis.dataset.extract import Extract
from francis.dataset.store import Portion, store
from francis.errors import FrancisError
from tests.collate.conftest import ASKED
from tests.collate.test_sources import held

distributed = pytest.importorskip("distributed")


@pytest.mark.filterwarnings("default")
def test_a_worker_that_is_killed_changes_nothing(
    together: Path, dataset: Path, tmp_path: Path
) -> None:
    """Its tasks are begun anew by the other, and the dataset has the same bytes."""
    sources = sources_in([together], tmp_path / "data", ASKED).found
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as local:
        victim = next(iter(local.workers.values())).process.pid
        done = []

        def shared_out(shares: Sequence[Portion]) -> Iterator[tuple[Portion, list[Extract]]]:
            work = on_cluster(local.scheduler_address, sources, ASKED)
            for number, result in enumerate(work(shares)):
                if number == 1:
                    os.kill(victim, signal.SIGKILL)
                done.append(result[0])
                yield result

        stored = store(tmp_path / "data", sources, ASKED, shared_out, together=1)
    assert sorted(share.bodies for share in done) == sorted(
        (body,) for source in sources.values() for body in source.bodies
    )
    assert not stored.left_out
    assert held(tmp_path / "data") == held(dataset)


def test_a_scheduler_that_does_not_answer_is_said(
    together: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nothing is written."""
    monkeypatch.setattr(cluster, "SCHEDULER_WAIT", "1s")
    sources = sources_in([together], tmp_path / "data", ASKED).found
    shared_out = on_cluster("tcp://127.0.0.1:9", sources, ASKED)
    with pytest.raises(FrancisError, match="No scheduler answers"):
        store(tmp_path / "data", sources, ASKED, shared_out)
    assert not (tmp_path / "data").exists()
