from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"
UNMAKE = """
drop function if exists diary_taken(uuid[], timestamptz, timestamptz, uuid),
  diary_feed_account(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("diary", "0001_initial"),
        ("accounts", "0001_initial"),
        ("workforce", "0001_initial"),
    ]
    operations = [migrations.RunSQL((SQL / "functions.sql").read_text(), UNMAKE)]
