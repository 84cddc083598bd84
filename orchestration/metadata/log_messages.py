"""What a run says in its log: a line for each event that matters, with the report it is about.

    2026-11-23T05:00:09Z INFO letters: letters listed=40 extracted=2

Dagster's own format puts the run, the process and the event type before each line, and writes a dozen lines of its own
for each of ours; these are in the run's page of the UI, and not here.
"""

import logging
import time

import dagster as dg


def log_message(what: str, **facts: object) -> str:
    """Say what happened and the facts of it, those that are known, as `name=value`."""
    words = [f"{name}={_as_word(value)}" for name, value in facts.items() if value is not None]
    return " ".join([what, *words])


def _one_line_logger(_: dg.InitLoggerContext) -> logging.Logger:
    """The logger named `console` of every run of this project."""
    logger = logging.Logger("jtai", level=logging.INFO)
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine())
    logger.addHandler(handler)
    return logger


class OneLine(logging.Formatter):
    """Time in UTC, level, step, words; an error's traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record."""
        about = getattr(record, "dagster_meta", {})
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        step, words = about.get("step_key") or "run", about.get("orig_message") or record.getMessage()
        return f"{moment} {record.levelname} {step}: {words}"


def _as_word(value: object) -> str:
    text = str(value)
    return repr(text) if not text or set(text) & set(" =\n\"'") else text


console_logger = dg.LoggerDefinition(_one_line_logger, description="One line for each event, on standard error.")
