"""The page of duplicates: it builds, and its States pass on what the office decided."""

from __future__ import annotations

from ediary_app.duplicates import cards, looking, merging
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.ui.admin.duplicates import ComparisonState, DuplicatesState
from ediary_app.ui.page import PAGES
from tests.states.test_imports_page import Asked, handler, opened

VIEW = cards.PairView(id=4, kept_id=10, gone_id=11)


def test_the_page_builds() -> None:
    assert "turn-own" in str(PAGES["/admin/duplicates"].build())


async def test_a_merge_names_the_card_that_stays_and_the_fields_of_the_other() -> None:
    asked = Asked(side_by_side=VIEW)
    state = opened(ComparisonState, asked)
    await handler(state, "open_pair")(4, False)
    await handler(state, "take")("person.birth_date", True)
    await handler(state, "choose_account")("7")
    await handler(state, "merge")()
    said = {"pair_id": 4, "kept_id": 10, "from_other": ("person.birth_date",), "account_id": 7}
    assert asked.calls[1] == ("merge", said)
    assert state.view.id == 0


async def test_a_dismissal_without_a_reason_stays_open() -> None:
    refusal = errors.Invalid(_("no"), fields={"note": _("Say why.")})
    state = opened(ComparisonState, Asked(side_by_side=VIEW, dismiss=refusal))
    await handler(state, "open_pair")(4, False)
    await handler(state, "dismiss")()
    assert (state.view.id, set(state.errors)) == (4, {"note"})


async def test_a_merge_is_taken_apart_after_a_question() -> None:
    asked = Asked(pairs=looking.PairList(), merges=merging.MergeList())
    state = opened(DuplicatesState, asked)
    await handler(state, "ask_undo")(5)
    await handler(state, "undo")()
    assert asked.calls[0] == ("undo_merge", {"merge_id": 5})
    assert state.to_undo == 0
