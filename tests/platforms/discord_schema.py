"""Discord's own schema as a judge of request bodies: which routes it knows, and what it holds against a body."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA = Path(__file__).with_suffix(".json")
LONGEST_FAULT = 200


def schema_faults(method: str, path: str, body: Any) -> list[str]:
    """Each fault with its place in the body; empty where there is none, and for routes that the schema leaves out."""
    validator = _validator(method, _shape(method, path))
    if body is None or validator is None:
        return []
    return [f"{error.json_path}: {error.message[:LONGEST_FAULT]}" for error in validator.iter_errors(body)]


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SCHEMA.read_text())
    return document


@cache
def _validator(method: str, shape: str | None) -> Draft202012Validator | None:
    if shape is None:
        return None
    whole = _document()
    return Draft202012Validator({**whole["routes"][f"{method} {shape}"], "$defs": whole["$defs"]})


def _shape(method: str, path: str) -> str | None:
    """The schema's name for this path, a star for each id; the one with the fewest stars where several fit."""
    steps = path.strip("/").split("/")
    known = [route.removeprefix(f"{method} ") for route in _document()["routes"] if route.startswith(f"{method} ")]
    return min((shape for shape in known if _fits(shape, steps)), key=lambda shape: shape.count("*"), default=None)


def _fits(shape: str, steps: list[str]) -> bool:
    named = shape.strip("/").split("/")
    return len(named) == len(steps) and all(name in {"*", step} for name, step in zip(named, steps, strict=True))
