"""Addresses of the administration, below /desk/admin/."""

from __future__ import annotations

from django.urls import path

from huiyin.web.desk.admin import (
    calendar,
    categories,
    charges,
    home,
    leaving,
    map_page,
    people,
    person,
    settings,
    tables_page,
    texts,
    trail,
    units,
)

urlpatterns = [
    path("", home.home_page, name="admin_home"),
    path("people/", people.list_page, name="admin_people"),
    path("people/new/", people.new_page, name="admin_person_new"),
    path("people/<int:user>/", person.person_page, name="admin_person"),
    path("people/<int:user>/leave/", leaving.leave_page, name="admin_leave"),
    path("find/<slug:name>/", people.find_page, name="admin_find"),
    path("units/", units.list_page, name="admin_units"),
    path("units/<slug:code>/", units.unit_page, name="admin_unit"),
    path("units/<slug:code>/new/", units.new_page, name="admin_unit_new"),
    path("settings/", settings.list_page, name="admin_settings"),
    path("settings/<slug:key>/", settings.setting_page, name="admin_setting"),
    path("categories/", categories.list_page, name="admin_categories"),
    path("categories/<slug:code>/", categories.edition_page, name="admin_edition"),
    path("charges/", charges.list_page, name="admin_charges"),
    path("calendar/", calendar.calendar_page, name="admin_calendar"),
    path("map/", map_page.map_page, name="admin_map"),
    path("texts/", texts.list_page, name="admin_texts"),
    path("texts/<slug:piece>/", texts.piece_page, name="admin_text"),
    path("tables/", tables_page.tables_page, name="admin_tables"),
    path("tables/<slug:table>.<slug:kind>", tables_page.table_file, name="admin_table"),
    path("trail/", trail.trail_page, name="admin_trail"),
    path("signins/", trail.sign_ins_page, name="admin_signins"),
]
