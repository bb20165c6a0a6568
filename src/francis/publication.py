"""Rules about publication."""

from francis.rules import Rule

RULES: tuple[Rule, ...] = ()
