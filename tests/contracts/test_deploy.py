"""The container file and the compose file: they set what there is to set, and lose nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from compose_spec import PyCompose

from ediary_app.kernel.settings import ROOT, Settings

CONTAINER = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8")
KNOWN = {f"EDIARY_{name.upper()}" for name in Settings.model_fields}
FOLDERS = {"/var/lib/ediary", "/var/backups/ediary"}


def test_every_variable_is_a_setting_of_the_product() -> None:
    named = set(re.findall(r"^\s*(?:ENV )?(EDIARY_[A-Z_]+)[=:]", CONTAINER + COMPOSE, re.M))
    assert "EDIARY_DATABASE_URL" in named
    assert named - KNOWN == set()


def test_data_and_back_ups_outlive_the_container() -> None:
    compose = PyCompose.from_yaml(COMPOSE).to_dict()
    mounted = [str(volume) for volume in compose["services"]["journal"]["volumes"]]
    assert all(any(folder in volume for volume in mounted) for folder in FOLDERS)
    assert all(folder in CONTAINER.partition("VOLUME")[2] for folder in FOLDERS)
    assert {"data", "copies", "database", "certificates"} <= set(compose["volumes"])


def test_the_container_is_asked_whether_it_is_ready_and_runs_as_nobody_special() -> None:
    assert "/api/ready" in CONTAINER
    assert re.search(r"^USER [1-9]\d+$", CONTAINER, re.M)


@pytest.mark.parametrize(
    ("file", "whole", "broken"),
    [
        ("Containerfile", "USER 990", "USER root"),
        ("compose.yaml", "    restart: unless-stopped", "    restrat: unless-stopped"),
        ("compose.yaml", "service_healthy", "service_fine"),
        ("compose.yaml", "services:", "services:\n\tjournal:"),
    ],
)
def test_a_broken_file_is_refused_by_the_check(
    tmp_path: Path, file: str, whole: str, broken: str
) -> None:
    for name in ("deploy", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    check = [str(tmp_path / "scripts" / "check-deploy")]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    text = (tmp_path / "deploy" / file).read_text(encoding="utf-8")
    assert whole in text
    (tmp_path / "deploy" / file).write_text(text.replace(whole, broken), encoding="utf-8")
    assert subprocess.run(check, capture_output=True, check=False).returncode != 0
