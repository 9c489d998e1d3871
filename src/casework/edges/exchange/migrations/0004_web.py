from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_upload"),
        ("audit", "0002_seals"),
        ("people", "0002_search"),
        ("workforce", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL((SQL / "touched.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "web.sql").read_text(), migrations.RunSQL.noop),
    ]
