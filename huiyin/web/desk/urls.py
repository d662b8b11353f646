"""Addresses of the staff desk."""

from django.urls import path, register_converter

from huiyin.web.desk import (
    alike,
    batch,
    checking,
    clocks,
    day_sheet,
    entry,
    front,
    hot,
    knowledge,
    lists,
    my_day,
    overview,
    publishing,
    receptions,
    register,
    rota,
    same,
    search,
    slip,
    styleguide,
    triage,
    views,
    work_list,
    yearly,
)


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
    path("", my_day.my_day_page, name="my_day"),
    path("list/", work_list.work_list_page, name="work_list"),
    path("list/views/", work_list.save_view, name="view_save"),
    path("list/views/<int:view>/drop/", work_list.drop_view, name="view_drop"),
    path("list/columns/", work_list.choose_columns, name="columns"),
    path("list/export.csv", work_list.export, {"kind": "csv"}, name="export_csv"),
    path("list/export.xlsx", work_list.export, {"kind": "xlsx"}, name="export_xlsx"),
    path("list/assign/", batch.assign_page, name="batch_assign"),
    path("board/", overview.board_page, name="board"),
    path("calendar/", overview.calendar_page, name="deadlines"),
    path("triage/", triage.triage_page, name="triage"),
    path("triage/day/", day_sheet.sheet_page, name="day_sheet"),
    path("styleguide/", styleguide.styleguide_page, name="styleguide"),
    path("login/", entry.SignIn.as_view(), name="sign_in"),
    path("logout/", entry.sign_out, name="sign_out"),
    path("password/", entry.password_page, name="password"),
    path("register/", register.register_page, name="register"),
    path("register/same/", same.register_part, name="register_same"),
    path("hot/", hot.list_page, name="hot"),
    path("hot/sheet/", hot.sheet_page, name="hot_sheet"),
    path("hot/<int:hot>/", hot.group_page, name="hot_group"),
    path("hot/<int:hot>/plan/", hot.plan_page, name="hot_plan"),
    path("hot/<int:hot>/result/", hot.result_page, name="hot_result"),
    path("same/", same.list_page, name="same"),
    path("search/", search.search_page, name="search"),
    path("register/known/", front.known_page, name="register_known"),
    path("register/places/", front.places_page, name="register_places"),
    path("register/draft/", front.keep_draft, name="draft_keep"),
    path("register/draft/drop/", front.drop_draft, name="draft_drop"),
    path("registered/", slip.registered_page, name="registered"),
    path("knowledge/", knowledge.list_page, name="knowledge"),
    path("knowledge/new/", knowledge.new_page, name="knowledge_new"),
    path("knowledge/<int:entry>/", knowledge.entry_page, name="knowledge_entry"),
    path("yearly/", yearly.yearly_page, name="yearly"),
    path("yearly/<slug:code>/<int:year>/done/", yearly.done, name="yearly_done"),
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
    path("matter/<matter:number>/same/", same.panel_page, name="matter_same"),
    path("matter/<matter:number>/same/<matter:other>/apart/", same.apart, name="same_apart"),
    path("matter/<matter:number>/clocks/", clocks.clocks_page, name="clocks"),
    path("matter/<matter:number>/alike/", alike.alike_page, name="alike"),
    path("matter/<matter:number>/check/", checking.check_page, name="check"),
    path("matter/<matter:number>/publish/", publishing.publish_page, name="publish"),
    path("matter/<matter:number>/do/<slug:verb>/", views.act, name="act"),
    path("matter/<matter:number>/file/<int:seq>/", views.download, name="file"),
]
