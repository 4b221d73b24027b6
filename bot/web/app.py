"""Every route of the web server."""

from starlette.applications import Starlette
from starlette.routing import Route

from bot.web.intake import IntakeRoute


def web_app(intake: IntakeRoute) -> Starlette:
    """Answers nothing but what stands here."""
    return Starlette(routes=[Route("/intake", intake.answer, methods=["POST"])])
