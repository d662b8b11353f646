"""Addresses of the staff desk."""

from django.urls import path, register_converter

from huiyin.web.desk import clocks, entry, lists, receptions, register, rota, search, views


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
    path("search/", search.search_page, name="search"),
    path("registered/", register.registered_page, name="registered"),
    path("duty/", rota.rota_page, name="duty_rota"),
    path("duty/plan/", rota.plan_page, name="duty_plan"),
    path("duty/weeks/", rota.weeks_page, name="duty_weeks"),
    path("duty/<int:shift>/substitute/", rota.substitute_page, name="duty_substitute"),
    path("duty/<int:shift>/cancel/", rota.cancel_page, name="duty_cancel"),
    path("duty/receptions/", receptions.list_page, name="receptions"),
    path("duty/receptions/new/", receptions.record_page, name="reception_new"),
    path("duty/receptions/<int:reception>/done/", receptions.done, name="promise_done"),
    *(path(f"{slug}/", lists.list_page, {"slug": slug}, name=f"list_{slug}") for slug in lists.PAGES),
    path("matter/<matter:number>/", views.matter_page, name="matter"),
    path("matter/<matter:number>/clocks/", clocks.clocks_page, name="clocks"),
    path("matter/<matter:number>/do/<slug:verb>/", views.act, name="act"),
    path("matter/<matter:number>/file/<int:seq>/", views.download, name="file"),
]
