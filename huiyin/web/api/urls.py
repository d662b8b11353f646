"""Addresses for machines."""

from django.urls import path

from huiyin.web.api import calls

urlpatterns = [path("calls", calls.calls, name="api_calls")]
