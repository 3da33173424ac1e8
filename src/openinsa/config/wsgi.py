"""The application that a web server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openinsa.config.settings")
application = get_wsgi_application()
gc.freeze()  # what is loaded stays: no collection needs to walk through it again
