from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "functions.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("door", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
