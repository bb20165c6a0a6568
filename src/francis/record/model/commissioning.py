"""What a register knows of the body's providers: see `providers`, which is imported only where there are any."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from francis.record.model.bodies import Body
from francis.record.model.ladders import ladders_in
from francis.record.model.positions import Year

if TYPE_CHECKING:
    from francis.record.model.providers import Dossiers, LogView, ProviderView


class Commissioning:
    """What follows from the providers of a body, as they stood on the day of a year; `dossiers` is None without any."""

    body: Body
    year: Year
    dossiers: Dossiers | None
    earlier: Self | None

    @cached_property
    def _provider_views(self) -> tuple[tuple[ProviderView, ...], LogView]:
        from francis.record.model.providers import Dossiers, Standpoint, provider_views

        before = self.earlier.year.as_at if self.earlier else None
        standpoint = Standpoint(self.year.as_at, before, ladders_in(self.body.ladders))
        return provider_views(self.dossiers or Dossiers(), standpoint)

    @property
    def providers(self) -> tuple[ProviderView, ...]:
        """Return the providers, in the order of their folders' names."""
        return self._provider_views[0] if self.dossiers else ()

    @property
    def common_log(self) -> LogView | None:
        """Return what was asked and noted that concerns no one provider, or all; None where there are no providers."""
        return self._provider_views[1] if self.dossiers else None

    @property
    def providers_left_out(self) -> int:
        """Return how many providers are not for the readers."""
        return self.dossiers.left_out if self.dossiers else 0

    def provider(self, name: str) -> ProviderView | None:
        """Return the provider whose folder has this name, or None."""
        return next((view for view in self.providers if view.name == name), None)
