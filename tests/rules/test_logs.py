"""Nothing that says who a person is reaches the log: names, phones, addresses, secrets, words."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.kernel import logs

PERSONAL = [
    "Иванова Анна Петровна", "Семёнов-Тян-Шанский П. И.", "Анна", "anna.ivanova@school5.ru",
    "+7 (922) 123-45-67", "89221234567", "+79221234567",
]  # fmt: skip


def redacted(**fields: Any) -> dict[str, Any]:
    return dict(logs.redact(None, "info", dict(fields)))


@pytest.mark.parametrize("value", PERSONAL)
def test_what_looks_personal_is_hidden(value: str) -> None:
    hidden = redacted(event=f"failed for {value} today")["event"]
    assert value not in hidden
    assert logs.HIDDEN in hidden


@pytest.mark.parametrize(
    "name",
    ["token", "client_token", "cookie", "password", "new_password", "authorization", "secret_key",
     "one_time_code", "api_key"],
)  # fmt: skip
def test_secrets_are_hidden_by_name(name: str) -> None:
    assert redacted(**{name: "s3cr3t"})[name] == logs.HIDDEN


@pytest.mark.parametrize("nested", [{"who": "Иванова Анна"}, ["Иванова Анна"], ("Иванова Анна",)])
def test_what_lies_inside_other_values_is_hidden_too(nested: object) -> None:
    assert "Иванова" not in repr(redacted(detail=nested))


def test_a_secret_inside_another_value_is_hidden() -> None:
    assert "s3cr3t" not in repr(redacted(detail={"password": "s3cr3t"}))


@given(st.integers(2, 7), st.text("абвгдеёжзиклмнопрстуфхцчшщыэюя", min_size=2, max_size=12))
def test_no_russian_name_is_left(count: int, word: str) -> None:
    name = " ".join([word.capitalize()] * count)
    assert word.capitalize() not in redacted(event=name)["event"]


def test_numbers_and_plain_words_stay() -> None:
    kept = {"event": "lesson.saved", "count": 12, "seconds": 0.25, "ok": True, "id": "a1b2"}
    assert redacted(**kept) == kept


def test_libraries_are_redacted_as_well(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO", as_json=True)
    logging.getLogger("sqlalchemy").warning("bad row %s", "Иванова Анна Петровна")
    assert "Иванова" not in capsys.readouterr().err


def test_a_failure_is_logged_by_kind_and_place_never_by_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("INFO", as_json=True)
    try:
        raise ValueError("Иванова Анна, +79221234567, двойка")
    except ValueError as error:
        said = logs.log_failure(structlog.get_logger("test"), error)
    line = json.loads(capsys.readouterr().err)
    assert line["error"] == "ValueError"
    assert line["id"] in said
    assert "двойка" not in json.dumps(line, ensure_ascii=False)
    assert any("test_logs.py" in place for place in line["places"])
