"""What the scheduler asks workers to do, and how often in seconds."""

from typing import Any

SCHEDULE: dict[str, dict[str, Any]] = {
    "beat-heartbeat": {"task": "config.tasks.heartbeat", "schedule": 10.0},
    "dispatch-due-reminders": {
        "task": "tracking.reminders.tasks.dispatch_due",
        "schedule": 20.0,
    },
    "decide-held-mail": {
        "task": "tracking.reminders.tasks.decide_held",
        "schedule": 60.0,
    },
    "close-abandoned-sessions": {
        "task": "tracking.player.tasks.close_abandoned",
        "schedule": 60.0,
    },
    "deliver-outbox": {"task": "accounts.tasks.deliver_due", "schedule": 15.0},
    "purge-outbox": {"task": "accounts.tasks.purge_sent", "schedule": 3600.0},
    "forget-abandoned": {"task": "accounts.tasks.forget_abandoned", "schedule": 3600.0},
}
# A tick that waited longer than its period is worthless: the next one does the same work.
for _entry in SCHEDULE.values():
    _entry["options"] = {"expires": _entry["schedule"]}
