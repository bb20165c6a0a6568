"""Draws: some of many things, taken at random, and what a share among them says of all."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import pairwise
from math import sqrt
from statistics import NormalDist


def draw(names: Iterable[str], number: int, seed: int) -> list[str]:
    """Draw a number of names at random, one from each of as many stretches of the sorted names.

    So names that begin alike are drawn in proportion to how many there are; the same seed draws the same.
    """
    chance, ordered = random.Random(seed), sorted(names)
    number = min(number, len(ordered))
    edges = [len(ordered) * place // number for place in range(number + 1)] if number else []
    return [ordered[chance.randrange(*ends)] for ends in pairwise(edges)]


def interval(found: int, drawn: int) -> tuple[float, float]:
    """Return between which shares that of all lies, in 95 of 100 draws in which so many were found.

    By Wilson (Journal of the American Statistical Association 22, 1927), which also holds near 0 and 1.
    """
    share, z = found / drawn, NormalDist().inv_cdf(0.975)
    middle = share + z**2 / (2 * drawn)
    reach = z * sqrt(share * (1 - share) / drawn + z**2 / (4 * drawn**2))
    scale = 1 + z**2 / drawn
    return (middle - reach) / scale, (middle + reach) / scale
