from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
        ("door", "0002_functions"),
        ("people", "0001_initial"),
        ("workforce", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL((SQL / "doors.sql").read_text(), migrations.RunSQL.noop),
    ]
