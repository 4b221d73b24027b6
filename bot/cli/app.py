"""The rundown command: every verb in one list, and every error as one clear line."""

import sys
from uuid import uuid4

import typer
from typer.core import TyperGroup

from bot.cli import asking, digesting, filing, installing, running
from digests.errors import BadInput, RundownError


class _Told(TyperGroup):
    """Turns errors into lines for people: exit 2 for what they can mend in their call, 1 for the rest."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # typer's Context is click's
        try:
            return super().invoke(ctx)
        except BadInput as error:
            _tell(str(error))
            raise typer.Exit(2) from None
        except RundownError as error:
            _tell(str(error))
            raise typer.Exit(1) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            if hasattr(error, "exit_code"):
                raise
            _tell(f"Something broke that should not: {_quotable(error)}. The line above in the log says more.")
            raise typer.Exit(1) from None


def _tell(text: str) -> None:
    for line in text.splitlines():
        typer.echo(f"rundown: {line}", err=True)


def _quotable(error: Exception) -> str:
    import structlog

    number = uuid4().hex[:8]
    structlog.get_logger().error("cli.broke", error_id=number, exc_info=error)
    return f"error {number}, {type(error).__name__}"


app = typer.Typer(
    name="rundown",
    cls=_Told,
    help="News digests that a newsroom can trust: who said what, to whom, and where it stands.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for verbs in (digesting, asking, filing, running, installing):
    for verb in verbs.VERBS:
        app.command()(verb)
