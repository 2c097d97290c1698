"""Files beside homework: over HTTP, as teacher, family, deputy head and strangers."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.api.app import api
from ediary_app.journal import files, sheet, sweeping
from ediary_app.kernel import errors, filestore
from ediary_app.kernel.settings import settings
from tests.given import Given
from tests.use_cases.test_lesson import Scene, a_scene

PDF = b"%PDF-1.7\n" + b"0" * 4000
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 500


@pytest.fixture
def scene(given: Given) -> Scene:
    return a_scene(given, pupils=2)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, with a limit of one megabyte."""
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    monkeypatch.setattr(settings(), "upload_limit_mb", 1)
    return tmp_path / "files"


@pytest.fixture
def web(folder: Path) -> Iterator[TestClient]:
    with TestClient(api, base_url="https://school5.example") as client:
        yield client


def as_(who: SessionToken) -> dict[str, str]:
    return {"Cookie": f"ediary_session={who.token}"}


def send(web: TestClient, scene: Scene, body: bytes, name: str = "plan.pdf", **more: str):  # type: ignore[no-untyped-def]
    who = as_(scene.teacher) | {"X-File-Name": name} | more
    return web.post(f"/api/lessons/{scene.lesson_id}/files", content=body, headers=who)


def docx(with_macros: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
        if with_macros:
            archive.writestr("word/vbaProject.bin", "x")
    return made.getvalue()


def test_a_file_is_added_listed_and_downloaded_as_an_attachment(
    web: TestClient, scene: Scene, folder: Path
) -> None:
    sent = send(web, scene, PDF, "%D0%97%D0%B0%D0%B4%D0%B0%D0%BD%D0%B8%D0%B5.pdf")
    assert sent.json() == {"id": sent.json()["id"], "name": "Задание.pdf", "size": len(PDF)}
    shown = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert shown.files == ((sent.json()["id"], "Задание.pdf", len(PDF)),)
    got = web.get(f"/api/files/{sent.json()['id']}", headers=as_(scene.teacher))
    assert got.content == PDF
    assert got.headers["content-type"] == "application/pdf"
    assert got.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%97")
    assert got.headers["x-content-type-options"] == "nosniff"
    kept = [f for f in folder.rglob("*") if f.is_file()]
    assert [f.stat().st_mode & 0o777 for f in kept] == [0o600]


def test_a_repeated_upload_under_one_key_adds_one_file(web: TestClient, scene: Scene) -> None:
    answers = [send(web, scene, PNG, "a.png", **{"X-Request-Key": "k1"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    shown = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert len(shown.files) == 1


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("page.html", b"<script>alert(1)</script>", "file_kind"),
        ("picture.png", b"<svg onload=alert(1)>", "file_kind"),
        ("script.txt.exe", b"MZ\x90\x00", "file_kind"),
        ("archive.zip", b"PK\x03\x04nothing", "file_kind"),
        ("macros.docx", docx(with_macros=True), "file_kind"),
        ("empty.pdf", b"", "file_empty"),
        ("large.pdf", b"%PDF-" + b"0" * 1_000_001, "file_too_large"),
    ],
)
def test_what_cannot_be_attached_is_refused_and_leaves_nothing(
    web: TestClient, scene: Scene, folder: Path, name: str, body: bytes, code: str
) -> None:
    refused = send(web, scene, body, name)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert [f for f in folder.rglob("*") if f.is_file()] == []


def test_a_stream_without_a_length_is_measured_while_it_is_read(
    web: TestClient, scene: Scene, folder: Path
) -> None:
    endless = (b"%PDF-" + b"0" * 100_000 for _ in range(50))
    refused = web.post(
        f"/api/lessons/{scene.lesson_id}/files", content=endless, headers=as_(scene.teacher)
    )
    assert refused.json()["code"] == "file_too_large"
    assert [f for f in folder.rglob("*") if f.is_file()] == []


@pytest.mark.parametrize(
    ("name", "body", "kind"),
    [
        ("a.docx", docx(), "wordprocessingml.document"),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"0" * 50, "image/jpeg"),
        ("list.csv", "имя;отметка".encode("cp1251"), "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(
    web: TestClient, scene: Scene, name: str, body: bytes, kind: str
) -> None:
    made = send(web, scene, body, name).json()["id"]
    row = perform(files.file_to_read, actor=scene.teacher, file_id=made)
    assert row.media_type.endswith(kind)


def test_families_of_the_group_and_the_deputy_head_may_read_and_nobody_else(
    web: TestClient, scene: Scene
) -> None:
    given = scene.given
    made = send(web, scene, PDF).json()["id"]
    deputy = given.teacher(scene.school, "Завуч")  # type: ignore[arg-type]
    other_class = given.school_class(scene.school, 8, "Б")  # type: ignore[arg-type]
    far = given.school("Школа № 2")
    may = [
        given.signed_in(given.guardian_of(scene.pupils[0]), Role.PARENT),
        given.signed_in(scene.pupils[1], Role.STUDENT),
        given.signed_in(deputy, Role.DEPUTY_HEAD),
    ]
    may_not = [
        given.signed_in(given.guardian_of(given.student(other_class)), Role.PARENT),
        given.signed_in(given.guardian_of(scene.pupils[0], court_limit=True), Role.PARENT),
        given.signed_in(given.teacher(scene.school, "Соседова"), Role.TEACHER),  # type: ignore[arg-type]
        given.signed_in(given.teacher(far, "Чужова"), Role.DEPUTY_HEAD),
    ]
    read = [web.get(f"/api/files/{made}", headers=as_(who)).status_code for who in may + may_not]
    assert read == [200] * 3 + [404] * 4
    assert web.get(f"/api/files/{made}").status_code == 401


def test_a_stranger_is_refused_before_the_bytes_are_read(
    web: TestClient, scene: Scene, folder: Path
) -> None:
    neighbour = scene.given.teacher(scene.school, "Соседова")  # type: ignore[arg-type]
    scene.teacher = scene.given.signed_in(neighbour, Role.TEACHER)
    assert send(web, scene, PDF).status_code == 404
    assert not folder.exists()


def test_a_removed_file_is_gone_for_everybody(web: TestClient, scene: Scene) -> None:
    made = send(web, scene, PDF).json()["id"]
    for _again in range(2):
        perform(files.remove_file, actor=scene.teacher, lesson_id=scene.lesson_id, file_id=made)
    assert web.get(f"/api/files/{made}", headers=as_(scene.teacher)).status_code == 404


def test_a_lesson_holds_ten_files(web: TestClient, scene: Scene) -> None:
    answers = [send(web, scene, PNG, f"{n}.png").status_code for n in range(11)]
    assert answers == [200] * 10 + [422]
    with pytest.raises(errors.Invalid):
        perform(files.may_add_file, actor=scene.teacher, lesson_id=scene.lesson_id)


def test_what_was_refused_late_or_broken_off_is_swept_and_what_a_lesson_has_is_not(
    web: TestClient, scene: Scene, folder: Path
) -> None:
    kept = send(web, scene, PDF).json()["id"]
    for number in range(10):
        send(web, scene, PNG + bytes([number]), f"{number}.png")
    late = PNG + b"one too many"
    assert send(web, scene, late, "late.png").status_code == 422
    digest = hashlib.sha256(late).hexdigest()
    filestore.keep(part_of(folder, late), folder, digest)
    part_of(folder, b"half")
    assert sweeping.sweep_folder(folder, time.time()) == 0
    assert sweeping.sweep_folder(folder, time.time() + 3 * 3600) == 2
    assert not filestore.place(folder, digest).exists()
    assert list(folder.glob(".*.part")) == []
    assert web.get(f"/api/files/{kept}", headers=as_(scene.teacher)).content == PDF


def part_of(folder: Path, body: bytes) -> Path:
    """What an upload leaves behind when its process is killed."""
    part = folder / f".{uuid4().hex}.part"
    part.write_bytes(body)
    return part


def test_a_file_that_is_brought_again_while_it_is_swept_stays(folder: Path) -> None:
    folder.mkdir(parents=True)
    digest = hashlib.sha256(PDF).hexdigest()
    filestore.keep(part_of(folder, PDF), folder, digest)
    assert not filestore.sweep(folder, digest, time.time() - 60)
    assert filestore.place(folder, digest).read_bytes() == PDF
    assert filestore.sweep(folder, digest, time.time() + 60)
    assert not filestore.sweep(folder, digest, time.time() + 60)
