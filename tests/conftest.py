"""Settings every test shares."""

from __future__ import annotations

import os

from hypothesis import settings

# A slow machine is no defect. Where changes land the same examples are tried each time; elsewhere new ones.
settings.register_profile("local", deadline=None)
settings.register_profile("landing", deadline=None, derandomize=True)
settings.load_profile("landing" if os.environ.get("CI") else "local")
