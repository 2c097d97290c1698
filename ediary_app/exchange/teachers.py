"""Teachers as tables name them (учителя в таблицах): whole name, initials or family name alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ediary_app.exchange import cells
from ediary_app.exchange.book import Book
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.values import Meaning
from ediary_app.kernel.i18n import _
from ediary_app.school import names


@dataclass
class Teachers:
    """The staff by family name."""

    book: Book
    _by_family: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Gather the members of staff."""
        for person_id in self.book.staff:
            family = names.search_key(self.book.people[person_id].family_name)
            self._by_family[family].append(person_id)

    def of(self, row: Row, remarks: Remarks) -> int | None:
        """The one member of staff whom the row's cell names; empty cells name nobody."""
        name = remarks.cell(row, Meaning.TEACHER, cells.teacher)
        if name is None:
            return None
        written = row.text(Meaning.TEACHER)
        fitting = [
            i for i in self._by_family.get(names.search_key(name[0]), ()) if self._fits(i, name)
        ]
        if len(fitting) == 1:
            return fitting[0]
        sentence = (
            _(
                "“{name}”: there are several such members of staff. Write the whole name.",
                name=written,
            )
            if fitting
            else _("“{name}” is not on the staff. Import the staff first.", name=written)
        )
        remarks.problem(row, Meaning.TEACHER, sentence)
        return None

    def _fits(self, person_id: int, name: tuple[str, str, str]) -> bool:
        known = self.book.people[person_id]
        return _agrees(name[1], known.given_name) and _agrees(name[2], known.middle_name)


def _agrees(written: str, known: str) -> bool:
    """Whether a name or its initial agrees with the known name; nothing written always does."""
    bare, whole = names.search_key(written), names.search_key(known)
    return not bare or (bare == whole if len(bare) > 1 else whole.startswith(bare) or not whole)
