"""The certificate of the school's own authority, for tablets to trust (доверие к серверу)."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings

router = APIRouter()


@router.get("/api/trust/authority.crt")
def authority() -> Response:
    """The authority's certificate (public by nature); there is none under another kind of TLS."""
    file = settings().data_dir / "tls" / "authority.pem"
    if settings().tls != "own" or not file.exists():
        raise errors.NotFound(_("This server has no certificate authority of its own."))
    return Response(
        file.read_bytes(),
        media_type="application/x-x509-ca-cert",
        headers={"Content-Disposition": 'attachment; filename="ediary-authority.crt"'},
    )
