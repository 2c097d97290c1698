"""A letter that could not be put together is set aside with that reason."""

from alembic import op

revision = "0012_letters_not_built"
down_revision = "0011_device_keys"

NAME = "ck_letter_trouble_known"
BEFORE = (
    "'', 'address_refused', 'letter_refused', 'sign_in_refused', 'not_encrypted', 'server_away'"
)


def upgrade() -> None:
    """Apply."""
    _only(f"{BEFORE}, 'not_built'")


def downgrade() -> None:
    """Return."""
    op.execute("UPDATE letter SET trouble = 'server_away' WHERE trouble = 'not_built'")
    _only(BEFORE)


def _only(words: str) -> None:
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NAME), type_="check")
        batch_op.create_check_constraint(op.f(NAME), f"trouble IN ({words})")
