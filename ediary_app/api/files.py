"""Files beside homework over HTTP (файлы к заданиям)."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
