from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "belonging.sql").read_text()


class Migration(migrations.Migration):
    """The same rows are refused; what is asked of each entry and note is planned once."""

    dependencies = [
        ("contacts", "0004_belonging"),
        ("intake", "0006_passed_on"),
    ]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
