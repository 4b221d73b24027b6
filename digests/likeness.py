"""Words that mean the same to whoever asks the news: forms that no stemmer knows, and the everyday word for a thing.

Only words that stand for one another in almost every story; "strike" and "attack" do not.
"""

from collections.abc import Iterator

_VERBS = """
begin began begun start started launch
bring brought
build built
buy bought purchase
catch caught
choose chose chosen
die died dies dying dead death deaths deadly fatal kill killed
draw drew drawn
drive drove driven
fall fell fallen drop decline decrease
fight fought
find found
fly flew flown
freeze froze frozen
give gave given
go went gone
grow grew grown
hear heard
hold held
hurt injured injuries injury wounded
keep kept
lead led
leave left
lend lent
lose lost loss
make made
meet met
own owner owns
pay paid
rise rose risen increase
run ran
sell sold
send sent
shoot shot
sing sang sung
sink sank sunk
spend spent
steal stole stolen theft
strike struck stricken
swear swore sworn
take took taken
throw threw thrown
win won victory
write wrote written
"""
_THINGS = """
agreement deal pact accord
aircraft airplane plane jet airliner
allow permit authorise authorize
arrest detain detained
ban prohibit outlaw
blame responsible liable fault
blaze fire
car vehicle
child children kid
company firm
cut reduce reduction slash
doctor physician
earthquake quake
film movie
funds money cash
inquiry investigate investigation probe
jail prison
lawsuit sue sued suing
marijuana cannabis pot
watch viewers audience ratings
raise hike
ship vessel
troops soldiers
woman women
man men
"""


def classes() -> Iterator[tuple[str, ...]]:
    """Words of one meaning, the one that stands for them all first."""
    for line in (_VERBS + _THINGS).split("\n"):
        if words := tuple(line.split()):
            yield words
