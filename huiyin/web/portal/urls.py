"""Addresses of the citizens' pages."""

from django.urls import path

from huiyin.web.portal import duty, views

urlpatterns = [
    path("", views.home, name="home"),
    path("submit/", views.submit, name="submit"),
    path("receipt/", views.receipt, name="receipt"),
    path("follow/", views.follow, name="follow"),
    path("follow/done/", views.follow_done, name="follow_done"),
    path("duty/", duty.duty_page, name="duty"),
]
