from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "belonging.sql").read_text()
UNMAKE = """
drop trigger if exists intake_row_belongs on intake_referralstep;
drop trigger if exists intake_row_belongs on intake_criterionanswer;
drop trigger if exists intake_episode_belongs on intake_referral;
drop trigger if exists intake_redirected_belongs on intake_referral;
drop trigger if exists intake_came_from_belongs on episodes_episode;
drop trigger if exists intake_time_belongs on diary_appointment;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0004_check_ins_go_back"),
        ("diary", "0005_belonging"),
    ]
    operations = [migrations.RunSQL(SQL, UNMAKE)]
