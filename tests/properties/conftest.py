"""How long the properties are looked for: seconds in every run, minutes with GAN_LESSONS_PROPERTIES=long."""

import os

from hypothesis import HealthCheck, settings

ALWAYS = {"deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}
settings.register_profile("short", max_examples=60, derandomize=True, **ALWAYS)
settings.register_profile("long", max_examples=1000, print_blob=True, **ALWAYS)
settings.load_profile(os.environ.get("GAN_LESSONS_PROPERTIES", "short"))
