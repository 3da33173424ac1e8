"""The application that a web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from openinsa.config.frames import with_room
from openinsa.config.watching import telemetry
from openinsa.rules.engine import load_rule_book

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
application = with_room(get_wsgi_application())

# Pages and rule book are loaded now and not while somebody waits; what is loaded stays, so that no collection
# needs to walk through it again.
get_resolver().url_patterns  # noqa: B018
load_rule_book()
telemetry.start()
gc.freeze()
