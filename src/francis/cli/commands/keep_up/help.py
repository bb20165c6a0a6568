"""`francis help`: the pages of the guide."""

from __future__ import annotations

import click

from francis.cli import completion


@click.command("help")
@click.argument("topic", nargs=-1, shell_complete=completion.topics)
@click.pass_context
def help_page(context: click.Context, topic: tuple[str, ...]) -> None:
    """Show a page of the guide for officers, or the help on a command.

    Without TOPIC, the pages are listed. TOPIC is the name of a page or a few of its words.

    \b
      francis help
      francis help making-the-papers
      francis help build
    """  # noqa: D301 - as above
    from francis.cli.guide import guide_pages, print_page
    from francis.cli.options import one_of

    pages = {page.name: page for page in guide_pages()}
    asked = "-".join(word.lower() for word in topic)
    group = context.find_root().command
    command = group.get_command(context, asked) if isinstance(group, click.Group) else None
    if not asked:
        width = max(map(len, pages))
        click.echo("Pages of the guide. To read one: francis help PAGE")
        for page in pages.values():
            click.echo(f"  {page.name:<{width}}  {page.heading}")
        click.echo("To read about one command: francis help COMMAND")
    elif command is not None and asked not in pages:
        shown = click.Context(command, info_name=asked, parent=context.parent)
        click.echo(command.get_help(shown))
    else:
        near = [name for name in pages if asked in name]
        name = near[0] if len(near) == 1 else one_of("TOPIC", asked, pages)
        print_page(pages[name])
