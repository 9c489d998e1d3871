from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "belonging.sql").read_text()
UNMAKE = """
drop trigger if exists people_address_belongs on people_addresswarning;
drop function if exists people_row_belongs();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_nothing_due"),
    ]
    operations = [migrations.RunSQL(SQL, UNMAKE)]
