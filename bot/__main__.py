"""python -m bot, and the rundown command."""


def main() -> None:
    """Read the command line and act on it."""
    from bot.cli.app import app

    app()


if __name__ == "__main__":
    main()
