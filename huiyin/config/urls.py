"""Where each address leads: the portal for everybody, the desk for staff, some addresses for machines."""

from __future__ import annotations

from django.urls import include, path

from huiyin.config import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("huiyin.web.shared.urls")),
    path("desk/", include("huiyin.web.desk.urls")),
    path("api/", include("huiyin.web.api.urls")),
    path("", include("huiyin.web.portal.urls")),
]

handler400 = "huiyin.web.shared.errors.bad_request"
handler403 = "huiyin.web.shared.errors.permission_denied"
handler404 = "huiyin.web.shared.errors.not_found"
handler500 = "huiyin.config.errors.server_error"
