"""python -m bot, and the rundown command."""

import sys
from io import TextIOWrapper


def main() -> None:
    """Read the command line and act on it."""
    from bot.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            _write_anything(stream)
    app()


def _write_anything(stream: TextIOWrapper) -> None:
    """UTF-8 into pipes and files, whatever the locale; a terminal shows ? for what it cannot."""
    stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


if __name__ == "__main__":
    main()
