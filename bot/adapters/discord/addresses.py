"""Where Discord is: its own addresses, or others that stand for them."""

from discord.gateway import DiscordWebSocket
from discord.http import Route


def point_at(*, api_base: str | None, gateway_url: str | None) -> None:
    """Set the addresses that are given, for every client of this program: the library keeps them by class."""
    if api_base is not None:
        Route.BASE = api_base.rstrip("/")
    if gateway_url is not None:
        DiscordWebSocket.DEFAULT_GATEWAY = type(DiscordWebSocket.DEFAULT_GATEWAY)(gateway_url)
