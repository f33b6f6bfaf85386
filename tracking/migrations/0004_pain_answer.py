"""Keep pain that no session keeps, told weeks later too, and find stops by when they came in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0003_indexes_without_twins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PainAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="local date")),
                ("pain", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name": "pain answer",
            },
        ),
        migrations.AlterField(
            model_name="move",
            name="offset_ms",
            field=models.PositiveBigIntegerField(),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(
                condition=models.Q(("kind__in", ("stop", "left"))),
                fields=["received_at"],
                name="stops_received",
            ),
        ),
        migrations.AddField(
            model_name="painanswer",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="pain_answers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="painanswer",
            constraint=models.UniqueConstraint(fields=("user", "on"), name="one_pain_answer_a_day"),
        ),
        migrations.AddConstraint(
            model_name="painanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("pain__lte", 10)), name="pain_answer_0_10"
            ),
        ),
    ]
