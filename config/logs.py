"""What the log leaves out: noise that anybody on the network can make."""

import logging


class OneLine(logging.Filter):
    """A request for a name that is not ours: one line at warning, without a traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record; return whether warnings are logged at all."""
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        record.exc_info = record.exc_text = None
        return logging.getLogger().isEnabledFor(logging.WARNING)


class Refusal(logging.Filter):
    """A refused request: its line without a traceback; faults of ours, at error, keep theirs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record."""
        if record.levelno < logging.ERROR:
            record.exc_info = record.exc_text = None
        return True
