from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("episodes", "0004_one_index_each")]
    operations = [migrations.AddField("statechange", "contact_id", models.UUIDField(null=True))]
