from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"

# The column is made by a function that must be there first; see the head of search.sql.
COLUMN = """
alter table people_searchname add column keys tsvector
  generated always as (people_name_keys(full_key, born_on)) stored;
create index searchname_family on people_searchname
  (family_key text_pattern_ops, given_key text_pattern_ops);
create index searchname_given on people_searchname
  (given_key text_pattern_ops, family_key text_pattern_ops);
create index searchname_keys on people_searchname using gin (keys) with (fastupdate = off);
create index searchname_alike on people_searchname
  using gin (full_key gin_trgm_ops) with (fastupdate = off);
create index searchname_born on people_searchname (born_on text_pattern_ops);
create index person_number_plain on people_person (replace(number, '-', ''));
"""

UNMAKE = """
drop trigger if exists people_pointer_stands on people_person;
drop trigger if exists people_pointer_begins on people_person;
drop function if exists people_pointer_stands(), people_part(uuid), people_join(uuid, uuid),
  people_may_change(uuid), people_cards(uuid[]),
  people_alike(text[], text[], text[], text[], int),
  people_locate(text[], text[], text[], text[], boolean, int), people_barring(uuid), people_acting(),
  people_next_number(), people_find(text[], text[], uuid[], int);
drop sequence if exists people_number;
drop index if exists person_number_plain;
alter table people_searchname drop column if exists keys;
drop function if exists people_name_keys(text, text);
drop index if exists searchname_family, searchname_given, searchname_born, searchname_alike;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("core", "0001_extensions"),
        ("door", "0002_functions"),
        ("workforce", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL((SQL / "search.sql").read_text() + COLUMN, UNMAKE),
        migrations.RunSQL((SQL / "locating.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "joining.sql").read_text(), migrations.RunSQL.noop),
    ]
