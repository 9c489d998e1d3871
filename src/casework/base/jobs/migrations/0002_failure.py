from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Failure",
            fields=[
                ("job", models.BigIntegerField(primary_key=True, serialize=False)),
                ("error", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
