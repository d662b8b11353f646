"""Addresses of the staff desk."""

from django.urls import path, register_converter

from huiyin.web.desk import entry, register, views


class MatterNumber:
    """A matter's number as it stands in an address: digits and dashes."""

    regex = "[0-9-]{20,30}"

    def to_python(self, value: str) -> str:
        """As it is."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(MatterNumber, "matter")

urlpatterns = [
    path("", views.work_list_page, name="work_list"),
    path("login/", entry.SignIn.as_view(), name="sign_in"),
    path("logout/", entry.sign_out, name="sign_out"),
    path("password/", entry.password_page, name="password"),
    path("register/", register.register_page, name="register"),
    path("registered/", register.registered_page, name="registered"),
    path("matter/<matter:number>/", views.matter_page, name="matter"),
    path("matter/<matter:number>/do/<slug:verb>/", views.act, name="act"),
    path("matter/<matter:number>/file/<int:seq>/", views.download, name="file"),
]
