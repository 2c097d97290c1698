"""Who represents whom (представители): parents named beside a pupil or in a list of their own.

A representative is the same person when the name is the same for the same pupil, or the name and
a phone are the same anywhere in the school. Namesakes are never joined in silence.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from ediary_app.access.values import Role
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.exchange import cells
from ediary_app.exchange.book import Book
from ediary_app.exchange.changes import New, Ref
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.values import Meaning
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.values import Kinship

Name = tuple[str, str, str]


@dataclass(frozen=True)
class Mention:
    """A representative as a row names them (упоминание представителя)."""

    name: Name
    kinship: Kinship | None
    phones: tuple[str, ...]
    email: str
    place: Meaning

    @property
    def key(self) -> str:
        """The whole name for comparison."""
        return names.search_key(*self.name)


def read(row: Row, remarks: Remarks, columns: tuple[Meaning, Meaning, Meaning],
         kinship: Kinship | None) -> Mention | None:  # fmt: skip
    """The representative of three columns: name, phone, e-mail."""
    who, phone, email = columns
    name = remarks.cell(row, who, cells.full_name)
    phones = remarks.cell(row, phone, cells.phones) or ()
    address = remarks.cell(row, email, cells.email) or ""
    if name is None:
        if (phones or address) and not remarks.is_bad(row):
            remarks.note(row, phone, _("A phone or an e-mail without a name is not used."))
        return None
    return Mention(name, kinship, phones, address, who)


@dataclass
class Families:
    """Plans representations over all rows of a list."""

    book: Book
    remarks: Remarks
    _of_pupil: dict[object, dict[str, Ref]] = field(default_factory=lambda: defaultdict(dict))
    _by_phone: dict[tuple[str, str], Ref] = field(default_factory=dict)
    _new_names: dict[str, New] = field(default_factory=dict)
    _told: dict[object, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Who can be found by name and phone."""
        for person_id, known in self.book.contacts.items():
            row = self.book.people.get(person_id)
            if row is not None:
                name = names.search_key(row.family_name, row.given_name, row.middle_name)
                for kind, value in known:
                    if kind == ContactKind.PHONE:
                        self._by_phone[name, value] = person_id

    def represent(self, row: Row, pupil: Ref, mention: Mention) -> None:
        """A pupil's representative is as the row says."""
        known = self._known_of(pupil, mention)
        who = known if known is not None else self._find(mention)
        if who is None:
            who = self._make(row, mention)
        if known is None:
            self.book.changes.add(
                "guardianship", school_id=self.book.ctx.school_id, guardian_id=who,
                student_id=pupil, kinship=(mention.kinship or Kinship.OTHER).value, document="",
                court_limit=False, court_document="", on_paper=False,
            )  # fmt: skip
            self.book.may_sign_in(who, Role.PARENT, mention.name)
        self._of_pupil[_key(pupil)][mention.key] = who
        for phone in mention.phones:
            self._by_phone[mention.key, phone] = who
        self._tell(who, mention)

    def _known_of(self, pupil: Ref, mention: Mention) -> Ref | None:
        """The representation the pupil has already, by the whole name."""
        if isinstance(pupil, New):
            return self._of_pupil[_key(pupil)].get(mention.key)
        for known in self.book.guardians.get(pupil, ()):
            row = self.book.people[known.guardian_id]
            name = names.search_key(row.family_name, row.given_name, row.middle_name)
            if name == mention.key:
                if mention.kinship not in (None, known.kinship):
                    kinship = mention.kinship.value if mention.kinship else known.kinship
                    self.book.changes.change("guardianship", known.id, kinship=kinship)
                return int(known.guardian_id)
        return self._of_pupil[_key(pupil)].get(mention.key)

    def _find(self, mention: Mention) -> Ref | None:
        found = (self._by_phone.get((mention.key, phone)) for phone in mention.phones)
        return next((who for who in found if who is not None), None)

    def _make(self, row: Row, mention: Mention) -> New:
        same = [
            i
            for i in self.book.by_name.get(names.search_key(*mention.name[:2]), ())
            if names.search_key(mention.name[2])
            == names.search_key(self.book.people[i].middle_name)
        ]
        if same or mention.key in self._new_names:
            sentence = _(
                "There is a namesake with another phone or none: this will be a second person. "
                "If it is the same one, give the same phone in both rows."
            )
            self.remarks.note(row, mention.place, sentence)
        made = self.book.person_ref(mention.name)
        self._new_names[mention.key] = made
        return made

    def _tell(self, who: Ref, mention: Mention) -> None:
        add_contacts(self.book, who, mention.phones, mention.email, self._told[_key(who)])


def add_contacts(
    book: Book, who: Ref, phones: tuple[str, ...], email: str, told: set[tuple[str, str]]
) -> None:
    """Contacts of a person that are not known yet, as given on paper."""
    known = set() if isinstance(who, New) else book.contacts.get(who, set())
    said = [(ContactKind.PHONE.value, phone) for phone in phones]
    said += [(ContactKind.EMAIL.value, email)] if email else []
    for kind, value in said:
        if (kind, value) not in known | told:
            told.add((kind, value))
            book.changes.add(
                "contact", school_id=book.ctx.school_id, person_id=who, kind=kind, value=value,
                provenance=Provenance.PAPER.value, confirmed_at=None,
            )  # fmt: skip


def _key(ref: Ref) -> object:
    return ref if isinstance(ref, int) else id(ref)
