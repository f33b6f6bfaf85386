"""The tables of what one person does; every row carries its user."""

from tracking.models.incident import Incident, MailDecision
from tracking.models.instance import Instance
from tracking.models.reminder import Reminder
from tracking.models.routine import Routine
from tracking.models.screening import PainAnswer, Screening
from tracking.models.session import Bout, Move, Session

__all__ = [
    "Bout",
    "Incident",
    "Instance",
    "MailDecision",
    "Move",
    "PainAnswer",
    "Reminder",
    "Routine",
    "Screening",
    "Session",
]
