"""Icons (знаки): our own small set of stroked paths, 24 × 24, drawn with the text's colour."""

from __future__ import annotations

import reflex as rx

PATHS: dict[str, str] = {
    "diary": "M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2V4zm0 14a2 2 0 0 1 2-2h12M9 8h6M9 11h4",
    "marks": "M4 19V5m0 14h16M8 15l3-4 3 2 5-7",
    "homework": "M4 11l8-7 8 7M6 10v10h12V10m-7 5l1.5 1.5L15 13",
    "attendance": "M4 5h16v15H4zM4 10h16M8 3v4m8-4v4"
    "M8 14h.01M12 14h.01M16 14h.01M8 17h.01M12 17h.01",
    "praise": "M12 4l2.300 5 5.200.600-3.900 3.600 1.100 5.300L12 15.800 7.300 18.500l1.100-5.300"
    "L4.500 9.600 9.700 9z",
    "more": "M6 12a1 1 0 1 1-2 0 1 1 0 0 1 2 0z"
    "m7 0a1 1 0 1 1-2 0 1 1 0 0 1 2 0zm7 0a1 1 0 1 1-2 0 1 1 0 0 1 2 0z",
    "family": "M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
    "m7 1a2.5 2.5 0 1 0 0-5M3 20c0-3.500 2.500-6 6-6s6 2.500 6 6m1-6c3 0 5 2.500 5 5",
    "today": "M4 6h16v14H4zM4 10h16M8 3v4m8-4v4m-7 8l2 2 4-4",
    "journal": "M4 4h16v16H4zM4 9h16M4 14h16M9 4v16M15 4v16",
    "import": "M12 4v11m0 0l-4-4m4 4l4-4M4 19h16",
    "codes": "M14 10a4 4 0 1 0-3.500 4L12 15.500V18h2.500v2H18v-3l-4.300-4.300A4 4 0 0 0 14 10z",
    "accounts": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zm-8 9c0-4 3.600-7 8-7s8 3 8 7",
    "people": "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm8 0a3 3 0 1 0 0-6 3 3 0 0 0 0 6z"
    "M2 19c0-3 2.500-5 6-5s6 2 6 5m1-4.500c4-1 7 1 7 4.500",
    "lists": "M4 5h16v5H4zM4 14h16v5H4zM8 7.500h.01M8 16.500h.01M11 7.500h6M11 16.500h6",
    "jobs": "M4 7h16M4 12h16M4 17h16M8 5v4m8 1v4m-5 1v4",
    "health": "M3 12h4l2-6 4 12 3-8 1.500 2H21",
    "letter": "M4 6h16v12H4zM4 7l8 6 8-6",
    "left": "M15 5l-7 7 7 7",
    "right": "M9 5l7 7-7 7",
    "close": "M6 6l12 12M18 6L6 18",
    "check": "M5 12l5 5 9-10",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-14v5l3 2",
    "warn": "M12 4l9 16H3zM12 10v4m0 3h.01",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zm0-10v6m0-9h.01",
    "plus": "M12 5v14M5 12h14",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zm5-2l4 4",
    "edit": "M4 20l1-4L16 5l3 3L8 19z",
    "undo": "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 6 6",
    "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
}


def icon(name: str, size: int = 22) -> rx.Component:
    """An icon beside words: hidden from screen readers, which hear the words."""
    return rx.el.svg(
        rx.el.path(d=PATHS[name]),
        view_box="0 0 24 24",
        width=str(size),
        height=str(size),
        class_name="icon",
        custom_attrs={"aria-hidden": "true", "focusable": "false"},
    )
