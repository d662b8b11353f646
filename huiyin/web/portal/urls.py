"""Addresses of the citizens' pages."""

from django.urls import path

from huiyin.web.portal import asking, duty, views

urlpatterns = [
    path("", views.home, name="home"),
    path("submit/", views.submit, name="submit"),
    path("receipt/", views.receipt, name="receipt"),
    path("follow/", views.follow, name="follow"),
    path("follow/done/", views.follow_done, name="follow_done"),
    path("follow/review/", asking.review_page, name="ask_review"),
    path("follow/rate/", asking.rate_page, name="rate"),
    path("duty/", duty.duty_page, name="duty"),
]
