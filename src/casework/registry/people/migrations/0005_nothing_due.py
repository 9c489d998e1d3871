from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"
UNMAKE = """
drop trigger if exists people_nothing_due on clocks_clock;
drop function if exists people_nothing_due();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_one_index_each"),
        ("clocks", "0001_initial"),
    ]
    operations = [
        migrations.AddField("merge", "died_on", models.DateField(null=True)),
        migrations.RunSQL((SQL / "nothing_due.sql").read_text(), UNMAKE),
    ]
