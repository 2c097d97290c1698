"""All screens; importing them registers their pages."""

from ediary_app.ui.public import sign_in

ALL = (sign_in,)
