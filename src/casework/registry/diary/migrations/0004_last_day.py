from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
UNMAKE = """
drop trigger if exists diary_last_day on diary_appointment;
drop function if exists diary_last_day();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0003_one_index_each"),
        ("door", "0003_last_day"),
    ]
    operations = [
        migrations.AddField("appointment", "ended_with_id", models.UUIDField(null=True)),
        migrations.AddField("appointment", "to_record_until", models.DateTimeField(null=True)),
        migrations.RunSQL((SQL / "last_day.sql").read_text(), UNMAKE),
    ]
