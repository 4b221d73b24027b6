"""The tree of errors holds nothing that cannot happen, and nothing that no test has met."""

import ast

from tests.house.tree import ROOT, modules, tree

ERRORS = ROOT / "digests" / "errors.py"


def leaves() -> set[str]:
    """The errors that are raised themselves; what others grow from is there to be caught."""
    classes = [node for node in ast.walk(tree(ERRORS)) if isinstance(node, ast.ClassDef)]
    grown_from = {ast.unparse(base) for grown in classes for base in grown.bases}
    return {node.name for node in classes} - grown_from


def named_in_calls(*packages: str) -> set[str]:
    """Names and last names of attributes that are called, or given to pytest.raises."""
    found = set()
    for path in modules(*packages):
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            meant = [call.func, *(call.args if ast.unparse(call.func).endswith("raises") else [])]
            for node in (inner for each in meant for inner in ast.walk(each)):
                if isinstance(node, ast.Name):
                    found.add(node.id)
                elif isinstance(node, ast.Attribute):
                    found.add(node.attr)
    return found


def test_every_error_is_raised_in_our_code() -> None:
    assert leaves() - named_in_calls("bot", "digests") == set()


def test_every_error_is_met_in_a_test() -> None:
    assert leaves() - named_in_calls("tests") == set()
