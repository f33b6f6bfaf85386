"""Keep which limits this instance had, and from when on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracking", "0004_pain_answer")]

    operations = [
        migrations.CreateModel(
            name="Instance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limits_history", models.JSONField(default=list)),
            ],
            options={
                "verbose_name": "instance",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_instance")
                ],
            },
        ),
    ]
