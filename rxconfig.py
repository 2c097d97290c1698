"""Reflex's settings: no telemetry, no badge, states in memory or Redis, never on disk."""

import os

import reflex as rx

os.environ.setdefault("REFLEX_USE_SYSTEM_BUN", "1")
os.environ.setdefault("REFLEX_SSR", "false")
os.environ.setdefault("REFLEX_CHECK_LATEST_VERSION", "false")
os.environ.setdefault("REFLEX_PERF_MODE", "off")

_redis = os.environ.get("EDIARY_REDIS_URL", "")

config = rx.Config(
    app_name="ediary_app",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    react_strict_mode=False,
    frontend_packages=["@fontsource-variable/golos-text@5.3.0"],
    frontend_compression_formats=["gzip", "brotli"],
    state_manager_mode="redis" if _redis else "memory",
    redis_url=_redis or None,
    cors_allowed_origins=[],
    api_url="http://localhost:8000",
    disable_plugins=[rx.plugins.SitemapPlugin],
)
