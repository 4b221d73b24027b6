"""The rundown command: every verb in one list, and every error as one clear line."""

import os
import sys
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from bot.cli import (
    arranging,
    asking,
    delivering,
    desk,
    digesting,
    evaluating,
    explaining,
    filing,
    following,
    installing,
    keeping,
    reference,
    running,
    watching,
)
from bot.cli.examples import EXAMPLES
from bot.tokens import masked
from digests.errors import BadInput, RundownError


class _Told(TyperGroup):
    """Turns errors into lines for people: exit 2 for what they can mend in their call, 1 for the rest."""

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # typer's Context is click's
        done = None
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, TyperException):
            raise
        except BadInput as error:
            _end(str(error), code=2)
        except RundownError as error:
            _end(str(error), code=1)
        except BrokenPipeError:  # whoever read our output has left, as head does
            _let_go_of_output()
        except OSError as error:
            _let_go_of_output()
            _end(_refusal(error), code=1)
        except Exception as error:  # noqa: BLE001 - above us nobody would make a clear line of it
            from bot.cli.breaking import noted

            _end(noted(error), code=1)
        return done


def _end(text: str, *, code: int) -> NoReturn:
    for line in masked(text).splitlines():
        typer.echo(f"rundown: {line}", err=True)
    raise typer.Exit(code) from None


def _refusal(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"This machine refuses: {place}{error.strerror or type(error).__name__}. Mend that and try again."


def _let_go_of_output() -> None:
    """What standard output does not take any more goes nowhere, so that Python does not complain of it at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"rundown {version('rundown')}")
        raise typer.Exit


app = typer.Typer(
    name="rundown",
    cls=_Told,
    help="News digests that a newsroom can trust: who said what, to whom, and where it stands.",
    epilog="Start with: rundown demo. Then: rundown VERB --help",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
    subcommand_metavar="VERB ...",
)


@app.callback()
def _rundown(
    _: Annotated[bool, typer.Option("--version", help="Tell the version.", is_eager=True, callback=_version)] = False,
) -> None:
    """What stands before the verb."""


_ROOMS = (
    running,
    filing,
    following,
    digesting,
    explaining,
    asking,
    reference,
    evaluating,
    arranging,
    desk,
    installing,
    keeping,
    watching,
)
_VERBS = {verb.__name__.rstrip("_"): verb for verbs in _ROOMS for verb in verbs.VERBS}
for name in dict.fromkeys(name for name in (*EXAMPLES, *_VERBS) if name in _VERBS):
    app.command(name, epilog=EXAMPLES.get(name))(_VERBS[name])
app.add_typer(following.feeds, name="feeds", epilog=EXAMPLES.get("feeds"))
app.add_typer(delivering.deliveries, name="deliveries", epilog=EXAMPLES.get("deliveries"))
