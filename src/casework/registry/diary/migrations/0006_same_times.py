from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "same_times.sql").read_text()
UNMAKE = """
drop trigger if exists diary_same_times on diary_appointment;
drop trigger if exists diary_same_times_of_workers on diary_appointmentworker;
drop function if exists diary_same_times();
"""


class Migration(migrations.Migration):
    dependencies = [("diary", "0005_belonging")]
    operations = [migrations.RunSQL(SQL, UNMAKE)]
