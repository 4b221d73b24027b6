"""Which buttons stand where: below a story, beside one of several, at the end of a digest."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.conversation import Button
from bot.rendering.galley import Copy, Galley, Para, Shape
from digests.channel import Channel, Platform, Room
from digests.digest import Digest, Item
from digests.language import _

PREFIX = "rd:"
"""Before what a button says, so that we know our own."""
WITHIN = "in"
"""A button's word for the server that a message to one person comes from: such a message stands in none."""
LONGEST = 100
"""Characters of a button's id that Discord takes; Slack takes 255."""


def row(buttons: Iterable[Button]) -> Galley:
    """A paragraph of them; none where there are none."""
    shown = tuple(buttons)
    return (Para(shape=Shape.BUTTONS, buttons=shown),) if shown else ()


def beside_a_story(item: Item) -> Galley:
    """One button, since a digest of several stories must stay short: it shows the story with all the others."""
    return row([Button(label=_("More …"), command="story", words={"story": item.story})])


def below_a_story(item: Item) -> Galley:
    """All that can be done about a story that stands alone."""
    words = {"story": item.story}
    return row(
        [
            Button(label=_("More claims"), command="claims", words=words),
            Button(label=_("Sources"), command="digest sources", words=words),
            Button(label=_("Ask …"), command="ask", words=words),
            Button(label=_("Why am I seeing this?"), command="digest why", words=words),
            Button(label=_("Mute this story"), command="digest mute", words=words),
            *(
                Button(
                    label=_("Mute {topic}").format(topic=topic.word),
                    command="digest mute",
                    words={"topic": topic.word},
                )
                for topic in item.topics[:1]
            ),
            Button(label=_("This is wrong"), command="digest wrong", words=words),
        ]
    )


def below_a_digest(digest: Digest) -> Galley:
    """What can be asked of the whole of it."""
    left_out = [Button(label=_("What was left out"), command="digest why")] if digest.proof.left_out else []
    ask = [Button(label=_("Ask …"), command="ask")] if digest.items else []
    return row([*ask, *left_out])


def addressed(copy: Copy, channel: Channel) -> Copy:
    """With buttons that find their way back: each once, none whose id is too long, none where nobody hears them."""
    if channel.platform not in {Platform.SLACK, Platform.DISCORD}:
        return copy.without_buttons()
    within = {}
    if channel.platform is Platform.DISCORD and channel.look.room is Room.PERSON:
        within = {WITHIN: channel.tenant.partition(":")[2]}

    said: set[str] = set()

    def led_back(galley: Galley) -> Galley:
        paras = (replace(para, buttons=tuple(_led(para.buttons, within, said))) for para in galley)
        return tuple(para for para in paras if para.buttons or para.shape is not Shape.BUTTONS)

    return replace(copy, head=led_back(copy.head), body=tuple(map(led_back, copy.body)), foot=led_back(copy.foot))


def _led(buttons: Iterable[Button], within: dict[str, str], said: set[str]) -> Iterator[Button]:
    for button in buttons:
        led = replace(button, words={**button.words, **within})
        if led.says not in said and len(PREFIX + led.says) <= LONGEST:
            said.add(led.says)
            yield led
