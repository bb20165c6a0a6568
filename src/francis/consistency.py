"""Rules about consistency."""

from francis.rules import Rule

RULES: tuple[Rule, ...] = ()
