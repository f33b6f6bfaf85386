import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table anew: no engine turns a sequence into UUIDs, and no release has rows yet."""

    dependencies = [
        ("tracking", "0003_settle_held_mail"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel("Incident"),
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rule", models.CharField(max_length=4)),
                ("scope", models.CharField(max_length=64)),
                ("on", models.DateField(verbose_name="local date")),
                ("tripped_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("level", models.PositiveSmallIntegerField(default=0)),
                ("count", models.PositiveSmallIntegerField(default=0)),
                ("limit", models.PositiveSmallIntegerField(default=0)),
                ("rows", models.JSONField(default=list)),
                ("rescreened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="tracking.session",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="incidents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "incident",
                "indexes": [
                    models.Index(fields=["user", "on"], name="incident_of_day"),
                    models.Index(fields=["user", "until"], name="incident_until"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("rule", "P1"), _negated=True),
                        fields=("user", "rule", "scope", "on"),
                        name="one_incident_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("rule", "P1")),
                        fields=("user", "session"),
                        name="one_stop_a_session",
                    ),
                ],
            },
        ),
    ]
