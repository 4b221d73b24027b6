"""The command that adds an article to the record: by its address, or in somebody's own words."""

import re

from bot.commands.command import Desk
from bot.conversation import Button, Field, Form, Invocation, Note
from digests.article import Article
from digests.errors import BadInput
from digests.language import _, several

_ADDRESS = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
MOST_ADDED = 5
"""Articles that are named; a feed may hold many."""


async def add(call: Invocation, desk: Desk) -> Note:
    """Take an article into the record of this workspace: the first address in the text, else the text itself."""
    said = (call.words.get("article") or call.text).strip()
    if not said:
        raise BadInput(_("What shall be added? Try: /digest add https://courier.example/tunnel"))
    found = _ADDRESS.search(said)
    taken = [one async for one in desk.take_in(found[0] if found else said, tenant=call.tenant, at=call.at)]
    articles = [one.article for one in taken if one.article is not None]
    if not articles:
        why = next((one.reason for one in taken if one.reason), _("nothing that can be read as an article"))
        raise BadInput(_("It was not added: {why}").format(why=why))
    count = several("In the record: one article", "In the record: {count} articles", len(articles))
    return Note(
        heading=count.format(count=len(articles)),
        lines=tuple(map(_line, articles[:MOST_ADDED])),
        buttons=(Button(label=_("Read it"), command="story", words={"story": articles[0].slug}),)
        if len(articles) == 1
        else (),
    )


async def offered(call: Invocation, desk: Desk) -> Form:  # noqa: ARG001 - a form takes what all take
    """The address or the text is wanted."""
    field = Field(
        name="article",
        label=_("Its address, or what it says"),
        hint=_("https://… or a report in your own words"),
        long=True,
    )
    return Form(command="digest add", title=_("Add to the record"), fields=(field,), words=call.words)


def _line(article: Article) -> str:
    claims = len(article.claims)
    count = several("{count} claim", "{count} claims", claims).format(count=claims)
    return _("“{headline}”, {claims}").format(headline=article.headline, claims=count)
