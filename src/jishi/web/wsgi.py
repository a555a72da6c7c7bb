"""The door for a WSGI server; JISHI_HOME names the home."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.web.settings")

from django.core.wsgi import get_wsgi_application

from jishi.actions.together import end_with

application = get_wsgi_application()

if "JISHI_SERVED_BY" in os.environ:
    # Set by `jishi serve`, whose processes must not outlive it.
    end_with(int(os.environ["JISHI_SERVED_BY"]))
