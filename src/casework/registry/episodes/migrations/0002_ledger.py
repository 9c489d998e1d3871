from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0001_initial"),
        ("door", "0002_functions"),
        ("workforce", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL((SQL / "ledger.sql").read_text(), migrations.RunSQL.noop),
    ]
