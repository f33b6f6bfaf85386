"""The sentences of the rules: what a code, a question or a rule is called in plain words."""

from tracking.wording.findings import finding_sentence, fix_label
from tracking.wording.verdicts import lifts, mail_line, sentence

__all__ = ["finding_sentence", "fix_label", "lifts", "mail_line", "sentence"]
