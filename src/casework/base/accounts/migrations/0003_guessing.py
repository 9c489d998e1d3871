from pathlib import Path

from django.db import migrations, models

import casework.base.core.ids

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_tries")]
    operations = [
        migrations.CreateModel(
            name="Guessing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=casework.base.core.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("noticed_at", models.DateTimeField(db_index=True)),
                ("names", models.PositiveIntegerField()),
                ("addresses", models.PositiveIntegerField()),
            ],
            options={"verbose_name_plural": "guessing"},
        ),
        migrations.RunSQL((SQL / "guessing.sql").read_text(), migrations.RunSQL.noop),
    ]
