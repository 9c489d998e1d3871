from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "belonging.sql").read_text()
UNMAKE = """
drop trigger if exists episodes_row_belongs on episodes_statechange;
drop trigger if exists episodes_row_belongs on episodes_responsibility;
drop trigger if exists episodes_row_belongs on episodes_handover;
drop trigger if exists episodes_row_belongs on episodes_covernote;
drop trigger if exists episodes_row_belongs on episodes_changerequest;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0006_what_ended_with_it"),
        ("people", "0006_belonging"),
    ]
    operations = [migrations.RunSQL(SQL, UNMAKE)]
