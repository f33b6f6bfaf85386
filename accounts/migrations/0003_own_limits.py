"""Let people keep stricter limits of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_consent_index_without_twin"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="own_limits",
            field=models.JSONField(blank=True, default=list, verbose_name="own limits"),
        ),
    ]
