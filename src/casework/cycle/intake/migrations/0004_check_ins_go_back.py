from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_one_index_each"), ("workforce", "0001_initial")]
    operations = [
        migrations.RunSQL((SQL / "referral_stands.sql").read_text(), migrations.RunSQL.noop),
    ]
