"""Settings for the server that the browser speaks to: production's own, with a fast password hash.

People sign in a hundred and fifty times in these tests; the slow hash is tried where the benchmark signs in (test_kill).
"""

from huiyin.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
