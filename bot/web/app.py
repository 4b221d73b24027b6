"""Every route of the web server."""

from starlette.applications import Starlette
from starlette.routing import Route

from bot.web.intake import IntakeRoute
from bot.web.slack import SlackRoute

SLACK = "/slack/events"


def web_app(*, intake: IntakeRoute | None = None, slack: SlackRoute | None = None) -> Starlette:
    """Answers nothing but what is given."""
    taking_in = [Route("/intake", intake.answer, methods=["POST"])] if intake else []
    hearing = [Route(SLACK, slack.answer, methods=["POST"])] if slack else []
    return Starlette(routes=[*taking_in, *hearing])
