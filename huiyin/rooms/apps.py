"""The one Django app: all rooms share one label and one migration history."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """Tables of all rooms live under the label "huiyin"."""

    name = "huiyin.rooms"
    label = "huiyin"
    verbose_name = "Huiyin"
    default_auto_field = "django.db.models.BigAutoField"
