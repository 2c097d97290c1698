"""The text of the code: short, named in the field's words, with one clock and no stray prints."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES, FUNCTION_LINES = 300, 25
BANNED_FILES = {"utils.py", "helpers.py", "common.py", "misc.py"}
CLOCKS = {"ediary_app/kernel/clock.py"}
NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
Sources = dict[str, ast.Module]


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of what a function does: from its first statement after the docstring to its end."""
    body = function.body
    said = isinstance(body[0], ast.Expr) and isinstance(
        getattr(body[0], "value", None), ast.Constant
    )
    if said:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    files = [*(ROOT / "ediary_app").rglob("*.py"), *(ROOT / "assets").rglob("*.js")]
    long = {
        str(f.relative_to(ROOT)): count
        for f in files
        if (count := len(f.read_text(encoding="utf-8").splitlines())) > MODULE_LINES
    }
    assert long == {}


def test_no_function_is_longer_than_a_screen_of_thought(sources: Sources) -> None:
    long = {
        f"{path}:{f.name}": body_lines(f)
        for path, tree in sources.items()
        for f in functions(tree)
        if body_lines(f) > FUNCTION_LINES
    }
    assert long == {}


def test_every_public_thing_says_what_it_is(sources: Sources) -> None:
    silent = []
    for path, tree in sources.items():
        named = [n for n in tree.body if isinstance(n, NAMED)]
        named += [
            m
            for n in named
            if isinstance(n, ast.ClassDef) and not n.name.startswith("_")
            for m in n.body
            if isinstance(m, NAMED)
        ]
        if not ast.get_docstring(tree):
            silent.append(path)
        public = [n for n in named if not n.name.startswith("_")]
        silent += [f"{path}:{n.name}" for n in public if not ast.get_docstring(n)]
    assert silent == []


def test_nobody_asks_the_machine_for_the_time(sources: Sources) -> None:
    clocks = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("time", "time")}
    asked = [
        f"{path}:{node.lineno}"
        for path, tree in sources.items()
        if path not in CLOCKS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in clocks
    ]
    assert asked == []


def test_nothing_is_printed(sources: Sources) -> None:
    printed = [
        f"{path}:{call.lineno}"
        for path, tree in sources.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "print"
    ]
    assert printed == []


def names_in(tree: ast.Module) -> set[str]:
    """Every identifier a module makes or uses as its own."""
    found: set[str] = set()
    for node in ast.walk(tree):
        for attribute in ("name", "id", "attr", "arg"):
            value = getattr(node, attribute, None)
            if isinstance(value, str):
                found.add(value)
    return found


def test_the_word_that_means_two_things_is_not_used(sources: Sources) -> None:
    word = re.compile(r"(?:^|_)grades?(?:_|$)|Grade", re.I)
    allowed = {"upgrade", "downgrade"}
    used = {
        f"{path}:{name}"
        for path, tree in sources.items()
        for name in names_in(tree)
        if word.search(name) and name.lower() not in allowed
    }
    assert used == set()


def test_no_file_is_a_drawer_for_everything() -> None:
    names = {f.name for f in (ROOT / "ediary_app").rglob("*.py")}
    assert names & BANNED_FILES == set()


def test_tests_are_neither_skipped_nor_excused() -> None:
    words = re.compile(r"\b(?:mark\.skip|mark\.xfail|pytest\.skip|skipif|importorskip)\b")
    found = [
        str(f.relative_to(ROOT))
        for f in (ROOT / "tests").rglob("test_*.py")
        if f != Path(__file__) and words.search(f.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_packages_know_only_what_lies_below_them() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)  # noqa: PLW1510
    assert result.returncode == 0, result.stdout
