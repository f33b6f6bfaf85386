"""Keep how much time a person wants between exercises and sides."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_own_limits"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="tempo",
            field=models.JSONField(blank=True, default=dict, verbose_name="tempo"),
        ),
    ]
