"""Addresses: every one comes from the table of pages."""

from importlib import import_module
from pkgutil import walk_packages

from jishi.web import pages
from jishi.web.pages.registry import routes

# A module of pages puts them in the table when it is imported.
for found in walk_packages(pages.__path__, f"{pages.__name__}."):
    import_module(found.name)

handler400 = "jishi.web.pages.errors.bad_request"
handler403 = "jishi.web.pages.errors.forbidden"
handler404 = "jishi.web.pages.errors.not_found"
handler500 = "jishi.web.pages.errors.failed"

urlpatterns = routes()
