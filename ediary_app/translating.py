"""Catalogues of words (переводы): collected from the code, checked, merged and compiled.

Message ids are English sentences in the code. Their Russian lies in `locale/ru/<area>.po`, one
file an area of work; all of them together become the one compiled catalogue of the product.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
PLURAL_FORMS = {"ru": 3}
SINGULAR, PLURAL = {"_", "t", "LazyText"}, {"ngettext", "tn"}
TITLED = {"page": None, "Place": 0}
"""Calls that carry a title to translate: by keyword, and in `Place` as the first argument."""
_PLACE = re.compile(r"\{(\w+)\}")

MessageId = str | tuple[str, str]


@dataclass
class Found:
    """What a check of a language's catalogue found wrong."""

    missing: dict[MessageId, list[str]] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """Whether every sentence of the product is there and fits its places."""
        return not self.missing and not self.wrong


def messages() -> dict[MessageId, list[str]]:
    """Every translatable sentence of the product with the places it stands at."""
    found: dict[MessageId, list[str]] = {}
    for file in sorted((ROOT / "ediary_app").rglob("*.py")):
        for line, message in _in_python(file.read_text(encoding="utf-8")):
            found.setdefault(message, []).append(f"{file.relative_to(ROOT)}:{line}")
    for file in sorted((ROOT / "assets").rglob("*.js*")):
        for line, message in _in_javascript(file):
            found.setdefault(message, []).append(f"{file.relative_to(ROOT)}:{line}")
    return found


def _in_python(source: str) -> Iterator[tuple[int, MessageId]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            message = _message_of(node)
            if message:
                yield node.lineno, message


def _message_of(call: ast.Call) -> MessageId | None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    texts = [a.value if isinstance(a, ast.Constant) else None for a in call.args]
    if (
        name in PLURAL
        and len(texts) > 1
        and isinstance(texts[0], str)
        and isinstance(texts[1], str)
    ):
        return texts[0], texts[1]
    if name in SINGULAR and texts and isinstance(texts[0], str):
        return texts[0]
    if name in TITLED:
        if TITLED[name] is not None and texts and isinstance(texts[0], str):
            return texts[0]
        for keyword in call.keywords:
            if keyword.arg == "title" and isinstance(keyword.value, ast.Constant):
                return str(keyword.value.value)
    return None


def _in_javascript(file: Path) -> Iterator[tuple[int, MessageId]]:
    options = {"jsx": "1", "template_string": "1"}
    with file.open("rb") as source:
        rows = extract("javascript", source, {"t": None, "tn": (1, 2)}, (), options)
        for line, message, _comments, _context in rows:
            yield line, message if isinstance(message, str) else (message[0], message[1])


def merged(language: str) -> tuple[Catalog, list[str]]:
    """All fragments of a language as one catalogue, and where they contradict each other."""
    whole = Catalog(locale=language, project="ediary", charset="utf-8")
    clashes: list[str] = []
    for file in sorted((LOCALE / language).glob("*.po")):
        with file.open("rb") as source:
            part = read_po(source, locale=language, abort_invalid=True)
        for message in part:
            before = whole.get(message.id) if message.id else None
            if before and before.string and message.string and before.string != message.string:
                clashes.append(f"{file.name}: {message.id!r} is translated otherwise elsewhere")
            elif message.id and any(_forms(message.string)):
                whole.add(message.id, message.string)
    return whole, clashes


def _forms(text: object) -> list[str]:
    return [str(t) for t in text] if isinstance(text, tuple | list) else [str(text or "")]


def check(language: str) -> Found:
    """Compare a language's fragments with what the code says."""
    said = messages()
    catalogue, wrong = merged(language)
    found = Found(wrong=wrong)
    for message, places in said.items():
        known = catalogue.get(message[0] if isinstance(message, tuple) else message)
        forms = _forms(known.string) if known else []
        needed = PLURAL_FORMS[language] if isinstance(message, tuple) else 1
        if len(forms) < needed or not all(forms[:needed]):
            found.missing[message] = places
        elif any(not _places(form) <= _places(*_ids(message)) for form in forms):
            found.wrong.append(f"{message!r}: a place in braces that the sentence does not have")
    ids = {_ids(m)[0] for m in said}
    found.unused = [str(m.id) for m in catalogue if m.id and _ids(m.id)[0] not in ids]
    return found


def _ids(message: str | Sequence[str]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def _places(*texts: str) -> set[str]:
    return {name for text in texts for name in _PLACE.findall(text)}


def compile_all() -> None:
    """Merge and compile every language into `locale/<language>/LC_MESSAGES`."""
    for language in PLURAL_FORMS:
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        catalogue, _clashes = merged(language)
        with (folder / "ediary.po").open("wb") as text:
            write_po(text, catalogue, sort_output=True, omit_header=False)
        with (folder / "ediary.mo").open("wb") as binary:
            write_mo(binary, catalogue)


def compile_if_old() -> None:
    """Compile when a fragment is newer than the compiled catalogue, or there is none."""
    for language in PLURAL_FORMS:
        compiled = LOCALE / language / "LC_MESSAGES" / "ediary.mo"
        times = [f.stat().st_mtime for f in (LOCALE / language).glob("*.po")]
        if times and (not compiled.exists() or compiled.stat().st_mtime < max(times)):
            compile_all()


def stub(language: str, missing: dict[MessageId, list[str]]) -> str:
    """The missing sentences as an empty fragment, ready to be filled in."""
    lines: list[str] = []
    for message, places in missing.items():
        lines.append(f"#: {' '.join(places)}")
        ids = [text.replace("\\", "\\\\").replace('"', '\\"') for text in _ids(message)]
        lines.append(f'msgid "{ids[0]}"')
        if len(ids) > 1:
            lines.append(f'msgid_plural "{ids[1]}"')
            lines += [f'msgstr[{form}] ""' for form in range(PLURAL_FORMS[language])]
        else:
            lines.append('msgstr ""')
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    """Compile, and say what is missing (an error), wrong (an error) or unused (a warning)."""
    compile_all()
    status = 0
    for language in PLURAL_FORMS:
        found = check(language)
        sys.stdout.write(stub(language, found.missing))
        for line in found.wrong:
            sys.stderr.write(f"{language}: wrong: {line}\n")
        for line in found.unused:
            sys.stderr.write(f"{language}: unused: {line}\n")
        sys.stderr.write(
            f"{language}: {len(messages())} sentences, {len(found.missing)} missing, "
            f"{len(found.wrong)} wrong, {len(found.unused)} unused\n"
        )
        status = status if found.is_complete else 1
    return status


if __name__ == "__main__":
    sys.exit(main())
