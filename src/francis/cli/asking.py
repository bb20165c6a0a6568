"""What a command must know: it asks for it on a terminal; in a script, one error names all that is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import click


class Needed(click.Option):
    """An option that a command needs, unless `unless` says of the other options that they do without it.

    `question` is how it is asked for, and `proof` refuses an answer as wrong use.
    """

    def __init__(
        self,
        *args: Any,
        question: str | Callable[[], str],
        proof: Callable[[str], object] = lambda answer: None,
        unless: Callable[[Mapping[str, Any]], bool] = lambda given: False,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.question, self.proof, self.unless = question, proof, unless

    def is_missing(self, given: Mapping[str, Any]) -> bool:
        """Return whether it is not among the options that are given, and needed beside them."""
        return given[str(self.name)] in (None, ()) and not self.unless(given)

    def ask(self) -> Any:
        """Return the answer; of an option that can be given several times, several answers with commas between them."""

        def read(answer: str) -> str:
            if not answer.strip():
                raise click.UsageError("Please write something, or press Ctrl and C to stop.")
            self.proof(answer.strip())
            return answer.strip()

        question = self.question if isinstance(self.question, str) else self.question()
        suffix = " " if question.endswith(("?", ".")) else ": "
        answer = click.prompt(question, prompt_suffix=suffix, value_proc=read, err=True)
        if self.multiple:
            return tuple(part.strip() for part in answer.split(",") if part.strip())
        return answer


class Asking(click.Command):
    """A command that asks for what it needs before it begins."""

    def invoke(self, ctx: click.Context) -> Any:
        """Ask for what was not given, or refuse to begin without it; then run."""
        needed = [param for param in self.params if isinstance(param, Needed)]
        missing = [param for param in needed if param.is_missing(ctx.params)]
        if missing and not is_terminal():
            listed = "".join(f"\n  {param.opts[0]}: {param.help}" for param in missing)
            raise click.UsageError(f"This is needed too:{listed}", ctx)
        for param in needed:
            if param.is_missing(ctx.params):
                ctx.params[str(param.name)] = param.ask()
        return super().invoke(ctx)


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
