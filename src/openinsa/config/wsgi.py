"""The application that a web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from openinsa.config.frames import with_room
from openinsa.config.watching import telemetry
from openinsa.rules.engine import load_rule_book
from openinsa.web.loading import load_pages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
application = with_room(get_wsgi_application())

# Pages and rule book are loaded now and not while somebody waits; what is loaded stays, so that no collection
# needs to walk through it again.
load_pages()
load_rule_book()
telemetry.start()
gc.freeze()
