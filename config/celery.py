"""The Celery application; tasks are thin edges around actions."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
app = Celery("limber")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Slices are not Django apps, so they are named here.
app.autodiscover_tasks(["config", "accounts", "tracking.player", "tracking.reminders"])
