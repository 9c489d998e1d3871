from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "belonging.sql").read_text()
UNMAKE = """
drop trigger if exists contacts_episode_belongs on contacts_contactperson;
drop trigger if exists contacts_referral_belongs on contacts_contactperson;
drop trigger if exists contacts_episode_belongs on contacts_promise;
drop trigger if exists contacts_referral_is_the_entrys on contacts_contactnote;
drop trigger if exists contacts_referral_is_the_entrys on contacts_addendum;
drop function if exists contacts_referral_is_the_entrys();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contacts", "0003_one_index_each"),
        ("intake", "0005_belonging"),
    ]
    operations = [migrations.RunSQL(SQL, UNMAKE)]
