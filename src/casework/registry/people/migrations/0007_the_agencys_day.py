from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_belonging"),
        ("workforce", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL((SQL / "locating.sql").read_text(), migrations.RunSQL.noop),
    ]
