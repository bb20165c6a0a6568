"""What a command must know: it asks for it on a terminal; in a script, one error names all that is missing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click


class Needed(click.Option):
    """An option that a command needs. `question` is how it is asked for, and `proof` refuses an answer as wrong use."""

    def __init__(
        self,
        *args: Any,
        question: str,
        proof: Callable[[str], object] = lambda answer: None,
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.question, self.proof = question, proof

    def ask(self) -> Any:
        """Return the answer; of an option that can be given several times, several answers with commas between them."""

        def read(answer: str) -> str:
            if not answer.strip():
                raise click.UsageError("Please write something, or press Ctrl and C to stop.")
            self.proof(answer.strip())
            return answer.strip()

        if isinstance(self.type, click.Choice):
            return click.prompt(self.question, type=self.type, err=True)
        answer = click.prompt(self.question, value_proc=read, err=True)
        if self.multiple:
            return tuple(part.strip() for part in answer.split(",") if part.strip())
        return answer


class Asking(click.Command):
    """A command that asks for what it needs before it begins."""

    def invoke(self, ctx: click.Context) -> Any:
        """Ask for what was not given, or refuse to begin without it; then run."""
        missing = [
            param
            for param in self.params
            if isinstance(param, Needed) and ctx.params[str(param.name)] in (None, ())
        ]
        if missing and not is_terminal():
            listed = "".join(f"\n  {param.opts[0]}: {param.help}" for param in missing)
            raise click.UsageError(f"This is needed too:{listed}", ctx)
        for param in missing:
            ctx.params[str(param.name)] = param.ask()
        return super().invoke(ctx)


def is_terminal() -> bool:
    """Return whether somebody can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()
