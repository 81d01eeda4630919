"""Properties are about what is true, not about how fast a busy machine says so."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
