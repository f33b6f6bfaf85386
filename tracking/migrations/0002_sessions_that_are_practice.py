"""Say of each session whether it is practice (rule A24): done to its end in the player, held."""

from django.db import migrations, models

#: As tracking.safety.gates had it when the column came.
HELD_SHARE = 0.75


def note_practice(apps, schema_editor):
    """Judge the sessions finished before there was such a column by the bouts they left."""
    sessions = apps.get_model("tracking", "Session").objects.using(schema_editor.connection.alias)
    finished = sessions.filter(status="finished", origin="live").prefetch_related("bouts")
    for session in finished.iterator(chunk_size=200):
        if was_held(session.plan.get("items", []), session.bouts.all()):
            sessions.filter(pk=session.pk).update(practice=True)


def was_held(items, bouts):
    """Whether every item was done to its end and held; the ten seconds of lead-in are no work."""
    done = {bout.position - 1: bout.seconds for bout in bouts if bout.completed}
    meant = [
        sum(part["seconds"] for part in item["segments"] if part["phase"] != "ready")
        for item in items
    ]
    return bool(items) and all(
        done.get(number, 0) >= seconds * HELD_SHARE for number, seconds in enumerate(meant)
    )


class Migration(migrations.Migration):
    dependencies = [("tracking", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="session",
            name="practice",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(note_practice, migrations.RunPython.noop),
    ]
