from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "undo.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_initial"),
        ("clocks", "0001_initial"),
        ("contacts", "0002_signed"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
