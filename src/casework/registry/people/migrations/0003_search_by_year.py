from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"

# The keys of a name hold the year of birth as well: the column is made anew.
TAKE_AWAY = """
alter table people_searchname drop column keys;
drop function if exists people_name_keys(text), people_born_fits(text, text[]),
  people_word_query(text, text);
"""
MAKE = """
alter table people_searchname add column keys tsvector
  generated always as (people_name_keys(full_key, born_on)) stored;
create index searchname_keys on people_searchname using gin (keys) with (fastupdate = off);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_search")]
    operations = [
        migrations.RunSQL(
            TAKE_AWAY + (SQL / "search.sql").read_text() + MAKE, migrations.RunSQL.noop
        ),
        migrations.RunSQL((SQL / "locating.sql").read_text(), migrations.RunSQL.noop),
    ]
