from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("exchange", "0005_one_index_each"), ("drafts", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / "touched.sql").read_text(), migrations.RunSQL.noop),
    ]
