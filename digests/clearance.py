"""May this run here now, and under whose name? Embargo, hold, kill and ground rules."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from digests.article import Article, Attribution, Claim, ClaimStatus, GroundRule, PubStatus, Story


class Bar(StrEnum):
    """Why something must not run, as the desk reads it."""

    EMBARGOED = "under embargo"
    WITHHELD = "withheld by the desk"
    CANCELED = "withdrawn: it must not be used"
    OFF_THE_RECORD = "said off the record"
    WITHDRAWN = "the claim was withdrawn"


def bar_to_article(article: Article, *, at: datetime) -> Bar | None:
    """The first reason why nothing of ``article`` may be shown at that instant, or None where it may.

    An embargo lifts at its instant and not before.
    """
    match article.pubstatus:
        case PubStatus.CANCELED:
            return Bar.CANCELED
        case PubStatus.WITHHELD:
            return Bar.WITHHELD
        case PubStatus.USABLE:
            embargoed = article.embargoed_until is not None and at < article.embargoed_until
            return Bar.EMBARGOED if embargoed else None
        case _:
            assert_never(article.pubstatus)


def bar_to_claim(claim: Claim, *, of: Article, at: datetime) -> Bar | None:
    """The first reason why ``claim`` must not run, its article's own reasons included, or None where it may."""
    if bar := bar_to_article(of, at=at):
        return bar
    if claim.ground_rule is GroundRule.OFF_THE_RECORD:
        return Bar.OFF_THE_RECORD
    if claim.status is ClaimStatus.WITHDRAWN:
        return Bar.WITHDRAWN
    return None


def cleared(story: Story, *, at: datetime) -> Story | None:
    """The story without the articles that are barred at that instant; None where none is left."""
    articles = tuple(article for article in story.articles if bar_to_article(article, at=at) is None)
    return replace(story, articles=articles) if articles else None


def credit(claim: Claim) -> str | None:
    """Who said it and to whom, as readers may see it; None where the outlet itself reports it or no name is allowed.

    "Anna Kelly, White House spokeswoman", "a former official, to The Washington Post".
    """
    by, heard_by = speaker(claim), claim.attribution.heard_by
    return f"{by}, to {heard_by}" if by and heard_by else by


def speaker(claim: Claim) -> str | None:
    """Who said it, as readers may see it and ask for it; None where nobody did, or no name is allowed."""
    match claim.ground_rule:
        case GroundRule.ON_THE_RECORD:
            return _named(claim.attribution)
        case GroundRule.ON_BACKGROUND:
            return _described(claim.attribution)
        case GroundRule.DEEP_BACKGROUND | GroundRule.OFF_THE_RECORD:
            return None
        case _:
            assert_never(claim.ground_rule)


def _named(attribution: Attribution) -> str | None:
    if attribution.speaker is None:
        return None
    office = ", ".join(word for word in (attribution.role, attribution.organisation) if word)
    return f"{attribution.speaker}, {office}" if office and attribution.named else attribution.speaker


def _described(attribution: Attribution) -> str:
    if attribution.speaker and not attribution.named:
        return attribution.speaker
    return "a person with knowledge of the matter"
