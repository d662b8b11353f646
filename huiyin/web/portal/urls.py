"""Addresses of the citizens' pages."""

from django.urls import path

from huiyin.web.portal import (
    adding,
    answering,
    asking,
    done,
    duty,
    receipts,
    steps,
    submitting,
    telling,
    views,
)

urlpatterns = [
    path("", views.home, name="home"),
    path("submit/", steps.what, name="submit"),
    path("submit/where/", steps.where, name="submit_where"),
    path("submit/where/map/", steps.map_page, name="submit_map"),
    path("submit/who/", steps.who, name="submit_who"),
    path("submit/check/", submitting.check, name="submit_check"),
    path("submit/begun/", steps.begun, name="submit_begun"),
    path("submit/throw-away/", steps.throw_away, name="submit_throw_away"),
    path("receipt/<str:number>/", receipts.receipt, name="receipt"),
    path("receipt/<str:number>/receipt.pdf", receipts.receipt_file, name="receipt_file"),
    path("follow/", views.follow, name="follow"),
    path("follow/done/", views.follow_done, name="follow_done"),
    path("follow/letter.pdf", views.letter_file, name="answer_letter"),
    path("follow/notice.pdf", views.notice_file, name="notice_letter"),
    path("follow/review/", asking.review_page, name="ask_review"),
    path("follow/add/", adding.add_page, name="add"),
    path("follow/answer/", answering.answer_page, name="answer"),
    path("follow/withdraw/", adding.withdraw_page, name="withdraw"),
    path("follow/rate/", asking.rate_page, name="rate"),
    path("done/", done.done_page, name="done"),
    path("done/<int:publication>/", done.answer_page, name="published"),
    path("done/figures/", done.figures_page, name="figures"),
    path("how/", telling.how, name="how"),
    path("contact/", telling.contact, name="contact"),
    path("duty/", duty.duty_page, name="duty"),
]
