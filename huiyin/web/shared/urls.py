"""Addresses of the switches in every page's head."""

from django.urls import path

from huiyin.web.shared import views

urlpatterns = [
    path("language/", views.choose_language, name="language"),
    path("elder/", views.choose_elder, name="elder"),
    path("theme/", views.choose_theme, name="theme"),
]
