"""Who works in the demo school: hiring, loads, class teachers (кадры, нагрузка, руководство)."""

from __future__ import annotations

from collections import Counter, defaultdict

from ediary_app.access.values import Role
from ediary_app.demo import corpus, schema
from ediary_app.demo.bulk import Bulk
from ediary_app.demo.people import Registry
from ediary_app.demo.plan import ClassPlan, Loads, Unit

PRIMARY_POST = "Учитель начальных классов"


class Staffing:
    """The teachers of one school over its years."""

    def __init__(self, bulk: Bulk, people: Registry, school_id: int) -> None:
        self._bulk, self._people, self._school = bulk, people, school_id
        self.actors: dict[int, tuple[int, int, str]] = {}
        self.rooms: dict[int, int] = {}
        self.names: dict[int, str] = {}
        self.class_teachers: dict[tuple[int, str], int] = {}
        """Present level and letter of a class → its teacher, the same over the years."""
        self._hired: dict[str, list[int]] = defaultdict(list)
        self._pool: dict[str, list[int]] = {}
        self._room_names: Counter[str] = Counter()

    def give_teachers(self, units: list[Unit], classes: list[ClassPlan], back: int) -> None:
        """Every group gets a teacher, every class a class teacher."""
        for plan in classes:
            if plan.level <= 4:
                key = (plan.level, plan.letter)
                plan.teacher = self._primary(key)
        self._pool = {family: list(hired) for family, hired in self._hired.items()}
        loads = Loads(self._next)
        for unit in units:
            busy: set[int] = set()
            for group in unit.groups:
                if group.level <= 4 and group.home and group.subject in corpus.PRIMARY:
                    group.teacher = group.home.teacher
                    continue
                group.teacher = loads.teacher_for(group.subject, group.hours, busy)
                busy.add(group.teacher)
        for plan in classes:
            plan.teacher = plan.teacher or self._class_teacher(plan, units, back)
            self.class_teachers[plan.level + back, plan.letter] = plan.teacher

    def _primary(self, key: tuple[int, str]) -> int:
        """A primary teacher stays with the room of the level: four classes share one cycle."""
        family = f"{key[0]}{key[1]}"
        if not self._hired[family]:
            self._hired[family].append(self._hire(PRIMARY_POST, "Кабинет"))
        return self._hired[family][0]

    def _class_teacher(self, plan: ClassPlan, units: list[Unit], back: int) -> int:
        """Who teaches the class most and leads no other class yet."""
        taken = set(self.class_teachers.values())
        hours: Counter[int] = Counter()
        for unit in units:
            for group in unit.groups:
                if group.home is plan:
                    hours[group.teacher] += group.hours * len(group.pupils)
        before = self.class_teachers.get((plan.level + back, plan.letter))
        if before is not None and before in hours:
            return before
        return next((t for t, _hours in hours.most_common() if t not in taken), 0) or max(hours)

    def _next(self, family: str) -> int:
        """Last year's teachers first, then new ones."""
        pool = self._pool.get(family)
        if pool:
            return pool.pop(0)
        room = corpus.ROOMS.get(family, "Кабинет")
        person = self._hire(corpus.POSTS.get(family, "Учитель"), room)
        self._hired[family].append(person)
        return person

    def _hire(self, post: str, room: str) -> int:
        number = len(self.names) + 1
        person, name = self._people.staff(post, f"t{number}")
        self.actors[person] = (self._people.accounts[person][0], person, Role.TEACHER.value)
        self.names[person] = name
        self._room_names[room] += 1
        count = self._room_names[room]
        label = (
            str(100 * (1 + count // 15) + count % 15 + 1)
            if room == "Кабинет"
            else f"{room} {count}"
        )
        self.rooms[person] = self._bulk.add(
            schema.ROOM, school_id=self._school, name=label, seats=30
        )
        return person

    def give_roles(self) -> None:
        """Class teachers and teachers as they are in the present year."""
        leading = set(self.class_teachers.values())
        for person in self.names:
            role = Role.CLASS_TEACHER if person in leading else Role.TEACHER
            self._people.role(self._people.accounts[person][0], role, person)
