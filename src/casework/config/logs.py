"""Logs for machines: fixed fields, ids only. What a person typed never reaches a log line."""

import json
import logging
from datetime import UTC, datetime

_ALLOWED = ("request_id", "status_code", "screen", "job", "subject", "milliseconds", "queries")


class JsonFormatter(logging.Formatter):
    """One JSON object a line; of an exception, its type and place, never its message or values."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.startswith("casework"):
            line["said"] = record.getMessage()
        else:
            line["said"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        for name in _ALLOWED:
            value = getattr(record, name, None)
            if value is not None:
                line[name] = str(value)
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            place = record.exc_info[2]
            where = []
            while place is not None:
                code = place.tb_frame.f_code
                where.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{place.tb_lineno}")
                place = place.tb_next
            line["where"] = where[-12:]
        return json.dumps(line, ensure_ascii=False)
