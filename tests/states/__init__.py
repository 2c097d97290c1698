"""States: what a page passes on and what it shows, with `_perform` replaced."""
