"""Rules about promises."""

from francis.rules import Rule

RULES: tuple[Rule, ...] = ()
