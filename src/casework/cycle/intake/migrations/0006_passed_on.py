from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "passed_on.sql").read_text()


class Migration(migrations.Migration):
    """Policies of contacts ask this instead of the referrals and their policy; the rows are the same.

    A door of those who decide stands in one person's record. An entry's referral is of the entry's
    person (contacts_episode_belongs), so the policy of referrals said yes for it by that same door.
    """

    dependencies = [("intake", "0005_belonging")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
