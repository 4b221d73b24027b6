"""What is not in English is known as such, and told in its own words alone."""

import pytest

from digests.article import HOUSE, Article, Slug
from digests.intake.drafting import drafted
from digests.intake.foreign import lead_of, read_foreign
from digests.intake.incoming import Copy
from digests.intake.languages import is_english, language_of
from tests.builders import MORNING

ENGLISH = "The council bought a ferry for 4.2 million crowns on Monday, and its chair said that it was needed at last."
GERMAN = (
    "Der Stadtrat von Skarv hat am Montag eine zweite Fähre für 4,2 Millionen Kronen gekauft. „Wir brauchen sie "
    "dringend“, sagte die Vorsitzende Mara Lind. Die Fähre fährt ab Mai."
)
JAPANESE = (
    "市議会は月曜日、420万クローネで2隻目の船を購入した。「どうしても必要だ」と議長は述べた。船は5月に港を出る予定だ。"
)
RUSSIAN = (
    "Совет города купил в понедельник второй паром за 4,2 миллиона крон. «Он нам нужен», — сказала председатель совета."
)


def read(body: str, **fields: str) -> Article:
    copy = Copy(source="s", source_id="1", headline="Ferry", body=body, **fields)  # type: ignore[arg-type]  # by name
    return drafted(copy, tenant=HOUSE, slug=Slug("ferry"), received=MORNING)


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (JAPANESE, "ja"), (RUSSIAN, "ru")])
def test_a_text_tells_its_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_source_names_the_variety_but_a_plain_text_is_believed_before_it() -> None:
    assert language_of(ENGLISH, said="en-GB") == "en-GB"
    assert language_of(GERMAN, said="en-us") == "de"
    assert language_of("Fähre gekauft", said="de-AT") == "de-AT"


@pytest.mark.parametrize("text", ["", "Ferry sinks", "4.2 - 17.9 - 33", "Skarv 2, Osterfen 1"])
def test_a_few_words_tell_nothing(text: str) -> None:
    assert language_of(text) is None
    assert is_english(None)


@pytest.mark.parametrize(
    ("body", "quote"),
    [(GERMAN, "Wir brauchen sie dringend"), (JAPANESE, "どうしても必要だ"), (RUSSIAN, "Он нам нужен,".rstrip(","))],
)
def test_another_language_gives_its_lead_and_its_quotations_word_for_word(body: str, quote: str) -> None:
    article = read(body)
    first, said = article.claims
    assert article.language == language_of(body)
    assert body.startswith(first.text)
    assert (said.quote, said.direct, said.attribution.speaker) == (quote, True, None)
    assert said.text in body
    assert article.summary.startswith(first.text)


def test_every_claim_in_another_language_shows_its_place() -> None:
    for standing in read_foreign(f"Zweite Fähre\n\n{GERMAN}"):
        assert standing.claim.evidence is not None
        ((start, end),) = standing.claim.evidence.whole
        assert f"Zweite Fähre\n\n{GERMAN}"[start:end] == standing.claim.text


def test_a_lead_is_whole_sentences_of_sixty_words_at_most() -> None:
    sentence = "Das Schiff liegt seit gestern wieder im Hafen. "
    assert lead_of(sentence * 20).split() == (sentence * 7).split()
    assert lead_of("wort " * 90 + ".") == ""


def test_a_headline_stands_in_where_no_sentence_fits() -> None:
    assert read("Wort und " * 40 + "nichts als Wörter ohne jedes Ende", language="de").summary == "Ferry"
