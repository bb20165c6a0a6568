"""Many bodies, one report: what came from each is collated into one dataset, counted, and told in a paper.

`sources` finds what is given, `received` judges datasets that were sent, `figures` counts, and `report` makes the
paper, as `side_by_side` does of some bodies. `cluster` shares the work out beyond this computer.
"""

__all__ = ["cluster", "figures", "received", "report", "side_by_side", "sources"]
