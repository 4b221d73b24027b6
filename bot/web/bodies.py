"""What came with a request."""

from starlette.requests import Request


async def whole(request: Request, *, most: int) -> bytes | None:
    """The body; None as soon as it holds more than ``most`` bytes. Raises ClientDisconnect where it breaks off."""
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)
