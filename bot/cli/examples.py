"""What to type: the verbs in the order in which one meets them, each with examples for the end of its help."""

_LINES = {
    "demo": ("rundown demo",),
    "seed": ("rundown seed", "rundown seed my-seeds --json"),
    "intake": (
        "rundown intake stories.jsonl",
        "rundown intake wire/ --json",
        'rundown intake --summary "The council bought a ferry." --outlet "Harbor Courier"',
    ),
    "read": ("rundown read story.txt --json", "rundown read wire/ --json"),
    "feeds": (
        "rundown feeds add https://courier.example/rss",
        "rundown feeds import feeds.opml",
        "rundown feeds list",
    ),
    "gather": ("rundown gather",),
    "digest": (
        "rundown digest",
        "rundown digest --since 2026-03-02 --topic politics --topic business",
        "rundown digest --as slack",
    ),
    "why": ("rundown why", "rundown why harbor-tunnel", "rundown why tunnel --since 2026-03-01"),
    "ask": ('rundown ask "Who paid for the tunnel?"', "rundown ask --batch questions.jsonl"),
    "search": ('rundown search "harbor tunnel cost" --limit 5', "rundown search --batch questions.jsonl"),
    "claims": ('rundown claims "White House"', "rundown claims harbor-tunnel --json"),
    "story": ("rundown story harbor-tunnel", 'rundown story "boat strikes"'),
    "wrong": ('rundown wrong harbor-tunnel/price "48 million, not 84"',),
    "eval": ("rundown eval seeds/questions.jsonl", "rundown eval golden.jsonl --json"),
    "stories": ("rundown stories", "rundown stories --articles", "rundown stories --json"),
    "merge": ("rundown merge harbor-tunnel tunnel-costs",),
    "split": ("rundown split 2026-03-02-tunnel-costs",),
    "desk": ("rundown desk", "rundown desk --days 30 --json"),
    "post": ("rundown post --once --channel newsdesk",),
    "run": ("rundown run", "RUNDOWN_LOG_LEVEL=debug rundown run"),
    "deliveries": (
        "rundown deliveries list",
        "rundown deliveries retry clh3hvob",
        "rundown deliveries drop clh3hvob",
    ),
    "status": ("rundown status", "rundown status --json"),
    "backup": ("rundown backup rundown-2026-03-02.db",),
    "restore": ("rundown restore rundown-2026-03-02.db", "rundown restore rundown-2026-03-02.db --meanwhile next"),
    "adopt": ("rundown adopt", "rundown adopt --meanwhile told"),
    "audit": ("rundown audit", "rundown audit --days 90 --json"),
    "check": ("rundown check", "rundown check --store sqlite:////var/lib/rundown/rundown.db"),
    "manifest": (
        "rundown manifest slack --read-back > manifest.json",
        "rundown manifest slack --mode http --url https://rundown.example",
        "rundown manifest discord --id 1187",
    ),
}

EXAMPLES = {verb: "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines))) for verb, lines in _LINES.items()}
"""Click keeps the lines of a paragraph as they are where it begins with a backspace."""
