"""The pages as a Django app: their template tags and translations."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages, templates and translations; holds no models."""

    name = "jishi.web"
    label = "web"
