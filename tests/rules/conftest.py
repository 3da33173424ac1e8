"""Property tests of the rules are judged by their results, not by the speed of a busy machine."""

from hypothesis import settings

settings.register_profile("rules", deadline=None)
settings.load_profile("rules")
