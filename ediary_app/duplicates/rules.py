"""How alike two cards are (сходство карточек): names folded, slips, dates, contacts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ediary_app.duplicates.values import ENOUGH, MOST, WEIGHTS, Known, Sign
from ediary_app.kernel.folding import fold

CROWD = 60
"""So many people of one name are namesakes: they are compared by nothing but their dates."""


def words_of(known: Known) -> tuple[str, str, str]:
    """Family name, given name, patronymic as they are compared: small letters, ё as е."""
    family, given, middle = (
        fold(" ".join(part.split())) for part in (known.family, known.given, known.middle)
    )
    return family, given, middle


def is_one_slip(a: str, b: str) -> bool:
    """One letter more, fewer, another, or two neighbours swapped."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    n = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    a, b = a[n:], b[n:]
    swapped = len(a) > 1 and len(b) > 1 and a[:2] == b[1::-1] and a[2:] == b[2:]
    return swapped or a[1:] == b[1:] or a[1:] == b or a == b[1:]


def name_sign(one: Known, other: Known) -> Sign | None:
    """How the names are alike; a patronymic that is missing tells nothing."""
    a, b = words_of(one), words_of(other)
    if not (a[2] and b[2]):
        a, b = (*a[:2], ""), (*b[:2], "")
    if a == b:
        return Sign.SAME_NAME
    if sorted(a) == sorted(b):
        return Sign.SWAPPED
    return Sign.ONE_SLIP if is_one_slip(" ".join(a), " ".join(b)) else None


def signs(one: Known, other: Known) -> tuple[Sign, ...]:
    """Everything that speaks for or against one person; nothing when the names differ."""
    name = name_sign(one, other)
    if name is None:
        return ()
    found = [name]
    if one.birth and other.birth:
        found.append(Sign.SAME_BIRTH if one.birth == other.birth else Sign.OTHER_BIRTH)
    if one.phones & other.phones:
        found.append(Sign.SAME_PHONE)
    if one.emails & other.emails:
        found.append(Sign.SAME_EMAIL)
    return tuple(found)


def score(found: Iterable[Sign]) -> int:
    """From 0 to 100."""
    return max(0, min(MOST, sum(WEIGHTS[sign] for sign in found)))


def pairs(people: Iterable[Known]) -> Iterator[tuple[Known, Known, tuple[Sign, ...]]]:
    """The pairs that are alike enough, each once, the smaller id first."""
    blocks: dict[str, list[Known]] = defaultdict(list)
    for known in people:
        for key in _keys(known):
            blocks[key].append(known)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        for one, other in _within(block, seen):
            found = signs(one, other)
            if score(found) >= ENOUGH:
                yield one, other, found


def _within(block: list[Known], seen: set[tuple[int, int]]) -> Iterator[tuple[Known, Known]]:
    for place, first in enumerate(block[:CROWD]):
        for second in block[place + 1 : CROWD]:
            one, other = sorted((first, second), key=lambda known: known.id)
            if one.id != other.id and (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other


def _keys(known: Known) -> set[str]:
    """What people who may be one share: the words in any order, the name less any one letter."""
    family, given, middle = words_of(known)
    name = f"{family} {given}"
    shorter = {f"-{name[:i]}{name[i + 1 :]}" for i in range(len(name))}
    words = ((family, given), (family, given, middle))
    return {f"-{name}", *("=" + " ".join(sorted(part)) for part in words), *shorter}
