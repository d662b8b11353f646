"""Who a request comes from: Django's sessions and users, each by a query whose SQL is made once, as every page asks them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as Store
from django.contrib.sessions.models import Session
from django.utils import timezone

from huiyin.rooms.accounts.models import User
from huiyin.rooms.kept import ASKED, ASKED_PK, Kept

_sessions = Kept(lambda: Session.objects.filter(session_key=ASKED))
_users = Kept(lambda: User.objects.filter(pk=ASKED_PK))


class SessionStore(Store):
    """Django's own, in the database."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Its rows are Django's, too."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        """The session of this key if it hasn't ended; without one the key is forgotten."""
        found = _sessions(value=self.session_key) if self.session_key else []
        if found and found[0].expire_date > timezone.now():
            return found[0]
        self._session_key = None
        return None


def end_sessions(user: int) -> int:
    """End every session of the account with this key; says how many. Only people at the desk have any, so all are read."""
    theirs = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(user)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


class Backend(ModelBackend):
    """Django's own: name and password; an account that was closed is nobody any more."""

    def get_user(self, user_id: Any) -> User | None:
        """The account behind a session."""
        found = _users(value=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None
