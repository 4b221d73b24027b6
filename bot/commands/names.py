"""What commands are called in other languages, where a platform shows each person their own names (Discord).

They are written in small letters; every command is understood under its English name as well.
"""

from collections.abc import Mapping

NAMES: Mapping[str, Mapping[str, str]] = {
    "de": {
        "digest": "überblick",
        "now": "jetzt",
        "next": "nächste",
        "list": "liste",
        "subscribe": "abonnieren",
        "schedule": "zeiten",
        "topics": "themen",
        "settings": "einstellungen",
        "pause": "pause",
        "resume": "fortsetzen",
        "unsubscribe": "abbestellen",
        "mute": "stummschalten",
        "unmute": "lautschalten",
        "add": "hinzufügen",
        "search": "suchen",
        "sources": "quellen",
        "why": "warum",
        "wrong": "falsch",
        "test": "probe",
        "help": "hilfe",
        "ask": "fragen",
        "claims": "aussagen",
        "story": "thema",
    }
}
"""By language and by the last word of a command's name, or the first of a group's."""
