"""Configurations that people really write, and what they are told of each."""

from collections.abc import Callable, Mapping
from pathlib import Path

from bot.house_text import MOST_BYTES

SECRET = "canary0042"
BOT_TOKEN, APP_TOKEN = f"xoxb-1-2-{SECRET}", f"xapp-1-2-{SECRET}"
SLACK_HOOK = f"https://hooks.slack.com/services/T1/B1/{SECRET}"
DISCORD_HOOK = f"https://discord.com/api/webhooks/1/{SECRET}"
DISCORD_TOKEN = f"MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.{SECRET}ZnCjm1XVW7vRze4b7Cq4se7kKWs"
ONLY_STANDS = "only stands in the place of a secret: put the real one here"
IN_SQLITE = "Rundown keeps its record in SQLite: wanted is sqlite:///FILE"
NO_TOML = "cannot be read as TOML"
NO_HOOK = "no webhook of Slack (https://hooks.slack.com/services/ and three parts) or Discord"
NO_ADDRESS = "this is no web address: copy it anew"
MORNING = '[editions.morning]\nat = "8:00"\n'
SCREEN = '[channels.screen]\nplatform = "terminal"\neditions = ["morning"]\n'
HOOKED = '[channels.desk]\nplatform = "slack-webhook"\nwebhook = "desk"\neditions = ["morning"]\n'

Settings = Mapping[str, str]
Told = list[tuple[str, str]]
"""Of each fault how its line begins, and its mend."""
Made = str | bytes | Callable[[Path], object]

BY_SETTINGS: Mapping[str, tuple[Settings, Told]] = {
    "app token in place of the bot token": (
        {"SLACK_BOT_TOKEN": APP_TOKEN, "SLACK_APP_TOKEN": BOT_TOKEN},
        [
            ("RUNDOWN_SLACK_BOT_TOKEN: this does not begin with xoxb-", "copy the Bot User OAuth Token"),
            ("RUNDOWN_SLACK_APP_TOKEN: this does not begin with xapp-", "copy the App-Level Token"),
        ],
    ),
    "a person's token": ({"SLACK_BOT_TOKEN": f"xoxp-{SECRET}"}, [("RUNDOWN_SLACK_BOT_TOKEN", "Bot User OAuth Token")]),
    "quotes pasted along": ({"SLACK_BOT_TOKEN": f'"{BOT_TOKEN}"'}, [("RUNDOWN_SLACK_BOT_TOKEN", "copy")]),
    "a token of spaces": ({"SLACK_BOT_TOKEN": "  "}, [("RUNDOWN_SLACK_BOT_TOKEN", "copy")]),
    "xoxb-your-token": ({"SLACK_BOT_TOKEN": "xoxb-your-token"}, [("RUNDOWN_SLACK_BOT_TOKEN", ONLY_STANDS)]),
    "xoxb-...": ({"SLACK_BOT_TOKEN": "xoxb-..."}, [("RUNDOWN_SLACK_BOT_TOKEN", ONLY_STANDS)]),
    "xapp-xxxx": ({"SLACK_APP_TOKEN": "xapp-1-XXXXXXXX-1"}, [("RUNDOWN_SLACK_APP_TOKEN", ONLY_STANDS)]),
    "a variable that was not expanded": ({"DISCORD_TOKEN": "${DISCORD}"}, [("RUNDOWN_DISCORD_TOKEN", ONLY_STANDS)]),
    "<token>": ({"DISCORD_TOKEN": "<token>"}, [("RUNDOWN_DISCORD_TOKEN", ONLY_STANDS)]),
    "changeme": ({"MODEL_KEY": "changeme"}, [("RUNDOWN_MODEL_KEY", ONLY_STANDS)]),
    "a long changeme": ({"INTAKE_SECRET": "changeme-changeme"}, [("RUNDOWN_INTAKE_SECRET", ONLY_STANDS)]),
    "a short secret": ({"INTAKE_SECRET": SECRET}, [("RUNDOWN_INTAKE_SECRET", "openssl rand -hex 32 makes one")]),
    "Discord's client secret": ({"DISCORD_TOKEN": f"x{SECRET}"}, [("RUNDOWN_DISCORD_TOKEN", "reset and copy it")]),
    "a token after the word Bot": (
        {"DISCORD_TOKEN": f"Bot {DISCORD_TOKEN}"},
        [("RUNDOWN_DISCORD_TOKEN", "three parts")],
    ),
    "a webhook of the manual": (
        {"WEBHOOKS__DESK": "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXX"},
        [("RUNDOWN_WEBHOOKS__DESK", ONLY_STANDS)],
    ),
    "a webhook elsewhere": ({"WEBHOOKS__A": f"https://hooks.example/{SECRET}"}, [("RUNDOWN_WEBHOOKS__A", NO_HOOK)]),
    "a host that only looks so": (
        {"WEBHOOKS__A": SLACK_HOOK.replace(".com", ".com.example")},
        [("RUNDOWN_WEBHOOKS__A", NO_HOOK)],
    ),
    "a webhook in the clear": (
        {"WEBHOOKS__A": DISCORD_HOOK.replace("https", "http")},
        [("RUNDOWN_WEBHOOKS__A", NO_HOOK)],
    ),
    "half a webhook": ({"WEBHOOKS__A": "https://hooks.slack.com"}, [("RUNDOWN_WEBHOOKS__A", NO_HOOK)]),
    "a webhook that is none": ({"WEBHOOKS__A": SECRET}, [("RUNDOWN_WEBHOOKS__A", NO_ADDRESS)]),
    "a webhook without a name": ({"WEBHOOKS": SLACK_HOOK}, [("RUNDOWN_WEBHOOKS", "RUNDOWN_WEBHOOKS__NEWSDESK=")]),
    "a proxy of wild letters": ({"WEB_PROXY": f"http://u:{SECRET}@a\u2100b"}, [("RUNDOWN_WEB_PROXY", NO_ADDRESS)]),
    "a proxy with a port of words": (
        {"WEB_PROXY": f"http://proxy.example:{SECRET}"},
        [("RUNDOWN_WEB_PROXY", NO_ADDRESS)],
    ),
    "a model without its name": (
        {"MODEL_URL": "http://127.0.0.1:9/v1", "ZONE": "Mars/Phobos"},
        [("RUNDOWN_ZONE", "time zone"), ("RUNDOWN_MODEL_NAME", "say which model to ask at RUNDOWN_MODEL_URL")],
    ),
    "a budget below nothing": (
        {"MODEL_DAILY_BUDGET": "-1"},
        [("RUNDOWN_MODEL_DAILY_BUDGET", "greater than or equal to 0")],
    ),
    "a budget in words": ({"MODEL_DAILY_BUDGET": SECRET}, [("RUNDOWN_MODEL_DAILY_BUDGET", "valid integer")]),
    "a wait too long": ({"MODEL_SECONDS": "600"}, [("RUNDOWN_MODEL_SECONDS", "less than or equal to 60")]),
    "a port alone": ({"WEB_BIND": "8410"}, [("RUNDOWN_WEB_BIND", "HOST:PORT, such as 127.0.0.1:8410")]),
    "a port beyond the last": ({"WEB_BIND": "127.0.0.1:99999"}, [("RUNDOWN_WEB_BIND", "HOST:PORT")]),
    "a zone near to one": ({"ZONE": "Europe/Berln"}, [("RUNDOWN_ZONE", "Europe/Berlin")]),
    "a secret in place of the zone": ({"ZONE": BOT_TOKEN}, [("RUNDOWN_ZONE", "is no time zone that we know")]),
    "a level of one's own": ({"LOG_LEVEL": SECRET}, [("RUNDOWN_LOG_LEVEL", "'debug', 'info', 'warning' or 'error'")]),
    "a record in MySQL": ({"STORE": f"mysql://u:{SECRET}@host/rundown"}, [("RUNDOWN_STORE", IN_SQLITE)]),
    "a record with a slash too few": ({"STORE": "sqlite://rundown.db"}, [("RUNDOWN_STORE", IN_SQLITE)]),
    "a record that asks": ({"STORE": "sqlite:///rundown.db?mode=ro"}, [("RUNDOWN_STORE", IN_SQLITE)]),
    "a record in no folder": (
        {"STORE": "sqlite:////dev/null/rundown.db"},
        [("record (RUNDOWN_STORE): The folder /dev/null cannot be made", "Choose another one")],
    ),
    "a folder in place of the record": (
        {"STORE": "sqlite:///."},
        [("record (RUNDOWN_STORE): The record's file cannot be written", "Look at the rights of it")],
    ),
    "a house file that is not there": ({"HOUSE_FILE": "elsewhere.toml"}, [("RUNDOWN_HOUSE_FILE", "make it, or unset")]),
    "a house file under a file": (
        {"HOUSE_FILE": "/dev/null/rundown.toml"},
        [("/dev/null/rundown.toml: cannot be read: Not a directory", "Name a file that this user may read")],
    ),
    "a secret in place of the house file": (
        {"HOUSE_FILE": DISCORD_TOKEN * 9},
        [("•••", "cannot be read: File name too long")],
    ),
}

BY_HOUSE_FILE: Mapping[str, tuple[Made, Told]] = {
    "a name twice": (
        'zone = "UTC"\nzone = "UTC"\n',
        [(f"line 2, column 13: {NO_TOML}", "a name or [table] stands once")],
    ),
    "a table twice": (f"{MORNING}\n{MORNING}", [(f"line 4, column 18: {NO_TOML}", "stands once")]),
    "a channel twice": (MORNING + SCREEN + SCREEN, [(f"line 6, column 17: {NO_TOML}", "stands once")]),
    "a place under two names": (
        MORNING + HOOKED + HOOKED.replace("s.desk", "s.floor"),
        [("line 7: channels.floor: the same place as channels.desk", "name all its editions in one")],
    ),
    "a list that never ends": (
        '[channels.a]\neditions = ["morning"\n',
        [(f"line 2: {NO_TOML}", "what opens is closed")],
    ),
    "text without quotes": ("zone = Berlin\n", [(f"line 1, column 8: {NO_TOML}", 'text stands in "quotes"')]),
    "a number beyond all bounds": (f"zone = {'9' * 5000}\n", [(NO_TOML, "Take it out")]),
    "lists within lists": (f"a = {'[' * 5000}", [(NO_TOML, "Take it out")]),
    "a word of nobody": (
        f"{MORNING}moast = 5\n",
        [("line 3: editions.morning.moast", "nothing of that name is known")],
    ),
    "a table of nobody": (
        f"[chanels.{BOT_TOKEN}]\n",
        [("line 1: a secret", "SLACK_BOT"), ("line 1: chanels", "nothing of")],
    ),
    "a number in place of channels": ("channels = 5\n", [("line 1: channels", "valid dictionary")]),
    "an edition of twelve": (f"{MORNING}most = 12\n", [("line 3: editions.morning.most", "less than or equal to 7")]),
    "no hour at all": ('[editions.a]\nat = "at dawn"\n', [("line 2: editions.a.at", "weekdays 8:30")]),
    "an edition without its hour": ("\n[editions.a]\n", [("line 2: editions.a.at", "is wanted")]),
    "a topic of nobody": (f'{MORNING}topics = ["polytics"]\n', [("line 3: editions.morning.topics.0", "politics")]),
    "a zone of nobody": ('# clocks\n"zone" = "Europe/Berln"\n', [("line 2: zone", "Europe/Berlin")]),
    "an edition that nobody defined": (
        SCREEN,
        [("line 3: channels.screen.editions.0", "no edition is called 'morning'")],
    ),
    "a platform of nobody": (
        '[channels.a]\nplatform = "irc"\n',
        [("line 1: channels.a", "platform is wanted: slack,")],
    ),
    "a channel's name in place of its id": (
        '[channels.a]\nplatform = "slack"\nworkspace = "T1"\nchannel = "#newsroom"\n',
        [("line 4: channels.a.channel", "Slack's own id, such as C061EG9SL")],
    ),
    "an outlet in two tiers": ('[tiers]\n1 = ["Wire"]\n2 = ["wire"]\n', [("line 3: tiers.2", "keep one of them")]),
    "two faults in three tables": (
        '[editions.a]\nat = "dawn"\n[channels.b]\nplatform = "slack"\n',
        [
            ("line 2: editions.a.at", "8:30"),
            ("line 3: channels.b.workspace", ""),
            ("line 3: channels.b.channel", "wanted"),
        ],
    ),
    "a token in a comment": (
        f"# {DISCORD_TOKEN}\n",
        [("line 1: a secret stands here", "put it into RUNDOWN_DISCORD_TOKEN")],
    ),
    "an address in place of its name": (
        MORNING + HOOKED.replace('"desk"', f'"{SLACK_HOOK}"'),
        [("line 5: a secret stands here", "RUNDOWN_WEBHOOKS__"), ("line 5: channels.desk.webhook", "such as newsdesk")],
    ),
    "a token as an edition": (
        f'[channels.a]\nplatform = "terminal"\neditions = ["{BOT_TOKEN}"]\n',
        [
            ("line 3: a secret stands here", "RUNDOWN_SLACK_BOT_TOKEN"),
            ("line 3: channels.a.editions.0", "there is none"),
        ],
    ),
    "a secret where nothing else can be read": (
        f'zone = \nslack_app_token = "{APP_TOKEN}"\n',
        [("line 2: a secret stands here", "RUNDOWN_SLACK_APP_TOKEN"), (f"line 1, column 8: {NO_TOML}", "quotes")],
    ),
    "another alphabet": (b"# mot\nzone = '\xe9'\n", [("line 2: cannot be read as UTF-8", "save it as UTF-8")]),
    "Windows' other Unicode": (
        "zone = 'UTC'".encode("utf-16"),
        [("line 1: cannot be read as UTF-8", "save it as UTF-8")],
    ),
    "no text at all": (b"\x00\x01\x02", [(f"line 1, column 1: {NO_TOML}", "Mend: ")]),
    "far too much": (
        b"#" * (MOST_BYTES + 1),
        [("cannot be read: it is longer than 1 MiB", "the file that was meant?")],
    ),
    "a folder": (Path.mkdir, [("cannot be read: Is a directory", "Name a file that this user may read")]),
}

THAT_START: Mapping[str, tuple[Settings, str, Told]] = {
    "half of Slack's tokens": ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "", [("RUNDOWN_SLACK_APP_TOKEN", "is missing")]),
    "the other half": ({"SLACK_APP_TOKEN": APP_TOKEN}, "", [("RUNDOWN_SLACK_BOT_TOKEN", "is missing")]),
    "a model's name alone": ({"MODEL_NAME": "pencil"}, "", [("RUNDOWN_MODEL_URL", "is missing")]),
    "a misspelt setting": (
        {"SLACK_BOT_TOKN": BOT_TOKEN},
        "",
        [("RUNDOWN_SLACK_BOT_TOKN", "mean RUNDOWN_SLACK_BOT_TOKEN?")],
    ),
    "a channel without editions": (
        {},
        '[channels.a]\nplatform = "terminal"\n',
        [("channel a takes no edition", 'add editions = ["NAME"]')],
    ),
    "a webhook that no channel names": ({"WEBHOOKS__A": SLACK_HOOK}, "", [("webhook a is named by no channel", "add")]),
}

WELL: Mapping[str, tuple[Settings, Made, str]] = {
    "an empty file": ({}, "", "rundown.toml: channels none"),
    "a mark of its order": ({}, f"\ufeff{MORNING}{SCREEN}", "rundown.toml: channels screen"),
    "lines as Windows ends them": ({}, (MORNING + SCREEN).replace("\n", "\r\n"), "rundown.toml: channels screen"),
    "a door open to others": ({"WEB_BIND": "0.0.0.0:8410"}, "", "no platform is switched on yet"),
    "a webhook on this machine": ({"WEBHOOKS__DESK": "http://[::1]:9/x"}, MORNING + HOOKED, "settings: webhook desk"),
    "a thread of Discord's": (
        {"WEBHOOKS__DESK": f"{DISCORD_HOOK}?thread_id=1"},
        MORNING + HOOKED.replace("slack", "discord"),
        "settings: webhook desk",
    ),
    "a key in place of a model's name": (
        {"MODEL_URL": "http://127.0.0.1:9/v1", "MODEL_NAME": f"sk-{SECRET}-{SECRET}"},
        "",
        "settings: the model •••",
    ),
}
