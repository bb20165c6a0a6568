"""The same work on a Dask cluster: a task a body, begun anew where a worker is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from francis.dataset.extract import Asked, Extract
from francis.dataset.store import DataSource, Portion, Shared, work_on
from francis.errors import FrancisError

SCHEDULER_WAIT = "30s"
"""For how long a scheduler is waited for."""
TASK_TRIES = 5
"""How often a task is begun anew, where each time its worker is gone."""


def on_cluster(address: str, sources: Mapping[str, DataSource], asked: Asked) -> Shared:
    """Return what shares work out on the cluster of the scheduler at an address.

    Workers read the sources themselves, so each must see them at the same paths, and have this program. Raise
    FrancisError where Dask is not installed, or no scheduler answers.
    """
    return lambda shares: _on_cluster(address, sources, asked, shares)


def _on_cluster(
    address: str, sources: Mapping[str, DataSource], asked: Asked, shares: Sequence[Portion]
) -> Iterator[tuple[Portion, list[Extract]]]:
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise FrancisError(
            "A cluster needs Dask, which is not installed. Install it with: pip install 'francis[cluster]'"
        ) from error
    works = {name: (source.work, source.root) for name, source in sources.items()}
    try:
        client = Client(address, timeout=SCHEDULER_WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise FrancisError(
            f"No scheduler answers at {address}: {error}. Start one with: dask scheduler"
        ) from error
    with client:
        waiting = {
            client.submit(work_on, works, asked, share, pure=False, retries=TASK_TRIES): share
            for share in shares
        }
        for future in as_completed(waiting, loop=client.loop):
            try:  # what was done may have gone with its worker, and is then waited for again
                extracts = future.result()
            except Exception as error:  # whatever a worker, or the way to it, raises
                raise FrancisError(
                    f"The cluster could not do its work: {type(error).__name__}: {error}. Nothing was written."
                ) from error
            yield waiting.pop(future), extracts
