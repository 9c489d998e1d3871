from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "signed.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
