"""What an outlet says of its own article is found, whatever its form, and nothing else is taken for it."""

import pytest

from digests.article import PubStatus
from digests.intake.incoming import Copy
from digests.intake.notices import notices_of, without_notices
from digests.notice import Notice, NoticeKind

FERRY = "The council bought a ferry for 4.2 million crowns.\n"


def kinds(body: str = "", *, headline: str = "Council buys a ferry", **fields: object) -> list[NoticeKind]:
    copy = Copy(source="s", source_id="1", headline=headline, body=body, **fields)  # type: ignore[arg-type]  # by name
    return [notice.kind for notice in notices_of(copy)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Correction: The ferry cost 4.2 million crowns, not 42 million.", NoticeKind.CORRECTION),
        ("CORRECTION (3 March, 09:12) — the name of the chair was misspelt.", NoticeKind.CORRECTION),
        ("Editor's note: this story was corrected to fix the price of the ferry.", NoticeKind.CORRECTION),
        ("An earlier version of this article misstated the price.", NoticeKind.CORRECTION),
        ("This story has been updated to correct the spelling of a name.", NoticeKind.CORRECTION),
        ("• This article was amended on 3 March 2026: the ferry sails in May.", NoticeKind.CORRECTION),
        ("The Courier regrets the error.", NoticeKind.CORRECTION),
        ("(Corrections & Clarifications: the ferry sails in May.)", NoticeKind.CORRECTION),
        ("Editor's note: An earlier version of this article said the ferry was new.", NoticeKind.CORRECTION),
        ("Clarification: the chair spoke for herself, not for the council.", NoticeKind.CLARIFICATION),
        ("This article has been clarified to say who paid.", NoticeKind.CLARIFICATION),
        ("Retraction: we can no longer stand by our report on the ferry.", NoticeKind.RETRACTION),
        ("Editor’s note: this report has been withdrawn after its source took back his words.", NoticeKind.RETRACTION),
    ],
)
def test_a_notice_is_known_by_its_words(line: str, kind: NoticeKind) -> None:
    assert kinds(FERRY + line) == kinds(f"{line}\n{FERRY}") == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "This story has been updated with the words of the chair.",
        "Editor's note: the Courier asked all parties for their view.",
        "The Mirror said an earlier version of its report was wrong.",
        "A correctional officer was hurt: the ferry had an error in its steering.",
        "Note: An earlier version of this story first ran in March.",
        "Corrections officers of Skarv: a day with them",
        "“The correction of prices will come,” the chair said.",
        "The paper retracted its story about the minister.",
    ],
)
def test_news_about_faults_is_no_notice(line: str) -> None:
    assert kinds(FERRY + line) == []


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("CORRECTED: Council buys a ferry", NoticeKind.CORRECTION),
        ("Refile - Council buys a ferry", NoticeKind.CORRECTION),
        ("Council buys a ferry (corrected)", NoticeKind.CORRECTION),
        ("RETRACTED: Council buys a ferry", NoticeKind.RETRACTION),
    ],
)
def test_a_headline_may_bear_the_notice(headline: str, kind: NoticeKind) -> None:
    assert kinds(headline=headline) == [kind]


@pytest.mark.parametrize("headline", ["Corrected course saves ferry", "Kill switch for ferries", "A correction at sea"])
def test_a_headline_that_only_uses_the_word_bears_none(headline: str) -> None:
    assert kinds(headline=headline) == []


def test_a_wire_says_it_to_the_desk() -> None:
    assert kinds(ednote="CORRECTS the price in the second graf") == [NoticeKind.CORRECTION]
    assert kinds(pubstatus=PubStatus.CANCELED) == [NoticeKind.RETRACTION]
    assert kinds(ednote="Picture to follow") == []


def test_a_notice_is_kept_in_the_words_of_its_outlet_and_once() -> None:
    line = "Correction: The ferry cost 4.2 million crowns, not 42 million."
    copy = Copy(source="s", source_id="1", headline="Ferry", body=f"{line}\n{FERRY}{line}")
    assert notices_of(copy) == (Notice(kind=NoticeKind.CORRECTION, text=line),)


def test_the_rest_of_the_body_stands_where_it_stood() -> None:
    line = "Correction: The ferry cost 4.2 million crowns, not 42 million."
    body = f"{line}\n{FERRY}It sails in May. An earlier version of this story misstated the price. It is white."
    told = without_notices(body)
    assert len(told) == len(body)
    assert told.split("\n")[1] == FERRY.strip()
    assert told.find("It is white.") == body.find("It is white.")
    assert "misstated" not in told
    assert "42" not in told
