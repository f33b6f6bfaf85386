"""The app that holds how the site runs."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """How the site runs: supervisor, backup, health. It holds no behaviour of the product."""

    name = "config"
