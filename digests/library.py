"""The library, where a newsroom looks things up: answers, claims and stories out of the record."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from digests.answer import Answer, Citation, Question
from digests.answering import NEAR, Findings, answer
from digests.article import Article, ClaimId, Slug, Story, StoryId, Tenant
from digests.asking import TOLD_OF, find
from digests.clearance import cleared
from digests.digest import Window
from digests.errors import NotFound
from digests.listing import Listing, StoryFile
from digests.opposing import readable, together
from digests.phrasing import AnswerDesk
from digests.ports import Archive, Index
from digests.search import Hit
from digests.sought import ANYWHERE, Narrowing
from digests.telling import Length, leading_article, tell
from digests.terms import telling_words

MOST_LISTED = 8
"""Claims that are read at a glance."""
MOST_OF_A_STORY = 20
"""Claims of one story, for who asked for more of them."""
LATELY = timedelta(days=2)
"""From which the newest stories are suggested."""
WHOLE = Length(claims=8, sentences=3, words=70)


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """What the record says to whoever asks it; each call tells of what the index holds by then."""

    index: Index
    archive: Archive
    phrase: AnswerDesk | None = None
    """Where a model is switched on."""

    async def answer(self, question: Question) -> Answer:
        """One to three sentences, each with its claim, or that the record does not hold it."""
        found = await self._find(question, most=TOLD_OF)
        answered = answer(question, found)
        return await self.phrase.phrased(answered, found) if self.phrase else answered

    async def search(self, question: Question, *, most: int = MOST_LISTED) -> Listing:
        """The claims that speak of it, best first."""
        found = await self._find(question, most=most)
        listed = together(_citations(found.hits)[:most], found.beside)
        return Listing(heading=f"Claims on: {question.text}", at=question.at, citations=listed)

    async def claims(self, question: Question, *, most: int = MOST_LISTED) -> Listing:
        """What a speaker of that name said, newest first; else the claims of the story that is meant, weightiest first.

        Raises NotFound where no speaker and no story is meant.
        """
        name = " ".join(telling_words(question.text).values())
        said = await self._find(question, narrowed=Narrowing(speaker=name), most=most)
        if by := _citations(sorted(said.hits, key=_newest)):
            listed = together(by[:most], said.beside)
            return Listing(heading=f"Claims by: {question.text}", at=question.at, citations=listed)
        return _of_a_story(await self._meant(question), question, most=most)

    async def claims_of(self, question: Question) -> Listing:
        """The claims of the story of that very id, weightiest first. Raises NotFound."""
        story = await self._readable(question, StoryId(question.text))
        if story is None:
            raise _unknown(question)
        return _of_a_story(story, question, most=MOST_OF_A_STORY)

    async def headlines(self, tenant: Tenant, words: str, *, at: datetime, most: int) -> tuple[tuple[str, str], ...]:
        """Ids and headlines of the stories that speak of those words, best first; without words the newest."""
        if not words.strip():
            window = Window(since=at - LATELY, until=at)
            stories = filter(None, (cleared(one, at=at) for one in await self.archive.stories(tenant, window=window)))
            return tuple((one.id, leading_article(one).headline) for one in stories)[:most]
        found = await self._find(Question(text=words, tenant=tenant, at=at), most=most)
        named = {hit.story: hit.article.headline for hit in found.hits}
        return tuple((str(story), headline) for story, headline in named.items())[:most]

    async def story(self, question: Question) -> StoryFile:
        """The story that is meant, by its id or by words of it. Raises NotFound where there is none."""
        story = await self._meant(question)
        item = tell(story, at=question.at, carried={}, length=WHOLE)
        if item is None:
            raise _unknown(question)
        return StoryFile(item=item, articles=tuple(sorted(story.articles, key=_order)), at=question.at)

    async def claim(self, tenant: Tenant, name: ClaimId) -> Citation:
        """The claim of that id, whether it may run or not: for the desk. Raises NotFound."""
        with suppress(NotFound):
            article = await self.archive.article(tenant, Slug(name.rpartition("/")[0]))
            for claim in article.claims:
                if claim.id == name:
                    return Citation(claim=claim, article=article)
        raise NotFound(f"No claim is called {name!r}. rundown search WORDS tells what they are called.")

    async def _meant(self, question: Question) -> Story:
        """That of the id, else that of the best hit; without what is barred."""
        for name in (question.text.strip(), await self._nearest(question)):
            if name is not None and (story := await self._readable(question, StoryId(name))):
                return story
        raise _unknown(question)

    async def _nearest(self, question: Question) -> str | None:
        found = await self._find(question, most=1)
        best = next((hit for hit in found.hits if found.scale.share(hit.around | hit.held) >= NEAR), None)
        return best.story if best else None

    async def _readable(self, question: Question, name: StoryId) -> Story | None:
        try:
            return cleared(await self.archive.story(question.tenant, name), at=question.at)
        except NotFound:
            return None

    async def _find(self, question: Question, *, narrowed: Narrowing = ANYWHERE, most: int) -> Findings:
        return await find(question, index=self.index, archive=self.archive, narrowed=narrowed, most=most)


def _of_a_story(story: Story, question: Question, *, most: int) -> Listing:
    told = sorted(readable(story.articles, at=question.at), key=lambda cited: cited.claim.rank)
    heading = f"Claims of the story: {story.articles[0].headline}"
    listed = together(told[:most], told)
    return Listing(heading=heading, at=question.at, citations=listed, more=len(told) - len(listed))


def _unknown(question: Question) -> NotFound:
    said = " ".join(question.text.split())
    return NotFound(f"Nothing in the record goes by “{said}”. Try a speaker, or words of a headline.")


def _citations(hits: tuple[Hit, ...] | list[Hit]) -> tuple[Citation, ...]:
    return tuple(Citation(claim=hit.claim, article=hit.article) for hit in hits if hit.claim is not None)


def _order(article: Article) -> tuple[datetime, datetime]:
    return _told(article), article.received


def _newest(hit: Hit) -> float:
    return -_told(hit.article).timestamp()


def _told(article: Article) -> datetime:
    """When it was published, or received where that is not known."""
    return article.published.start or article.received
