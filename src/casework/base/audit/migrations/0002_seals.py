from pathlib import Path

from django.db import migrations, models

SQL = (Path(__file__).parent.parent / "sql" / "seals.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("from_transaction", models.BigIntegerField()),
                ("to_transaction", models.BigIntegerField()),
                ("rows", models.BigIntegerField()),
                ("rules", models.BinaryField()),
                ("before", models.BinaryField()),
                ("hash", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(SQL, migrations.RunSQL.noop),
    ]
