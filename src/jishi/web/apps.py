"""The pages as a Django app: their template tags, and catalogues compiled at start when stale."""

from django.apps import AppConfig

from jishi.web.catalogues import compile_stale


class WebConfig(AppConfig):
    """Pages, templates and translations; holds no models."""

    name = "jishi.web"
    label = "web"

    def ready(self) -> None:
        """Compile catalogues that were edited since, before anything is translated."""
        compile_stale()
