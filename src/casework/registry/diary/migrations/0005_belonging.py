from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "belonging.sql").read_text()
UNMAKE = """
drop trigger if exists diary_episode_belongs on diary_appointment;
drop trigger if exists diary_moved_from_belongs on diary_appointment;
drop trigger if exists diary_address_belongs on diary_appointment;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0004_last_day"),
        ("episodes", "0007_belonging"),
    ]
    operations = [migrations.RunSQL(SQL, UNMAKE)]
