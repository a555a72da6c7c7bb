"""The door for a WSGI server; JISHI_HOME names the home."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.web.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
