"""Pages of the office and the administrator (канцелярия и администратор)."""
