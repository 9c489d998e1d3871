from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    """Find and show the same people with less work: the doors of a person, one's own people."""

    dependencies = [("people", "0007_the_agencys_day")]
    operations = [
        migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop)
        for name in ("search.sql", "locating.sql")
    ]
