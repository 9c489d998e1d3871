from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("episodes", "0005_state_came_of_a_contact")]
    operations = [
        migrations.AlterField(
            "statechange", "why", models.CharField(blank=True, default="", max_length=1000)
        ),
    ]
