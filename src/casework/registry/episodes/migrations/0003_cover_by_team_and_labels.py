from pathlib import Path

import django.contrib.postgres.fields
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("episodes", "0002_ledger"),
        ("door", "0002_functions"),
        ("workforce", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            model_name="cover",
            name="teams",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), null=True, size=None
            ),
        ),
        migrations.RemoveConstraint(model_name="cover", name="cover_one_at_a_time"),
        migrations.AddField(
            model_name="covernote",
            name="label",
            field=models.CharField(default="normal", max_length=12),
        ),
        migrations.AddField(
            model_name="handover",
            name="label",
            field=models.CharField(default="normal", max_length=12),
        ),
        migrations.RunSQL((SQL / "doors.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "across_teams.sql").read_text(), migrations.RunSQL.noop),
    ]
