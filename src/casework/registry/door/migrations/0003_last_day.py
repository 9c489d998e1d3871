from django.db import migrations, models

REASONS = ["created", "referral", "care_team", "team", "cover", "last_day", "last_team"]
CHOICES = [
    ("created", "You registered this person"),
    ("referral", "You decide on their referral"),
    ("care_team", "You are responsible for them"),
    ("team", "Your team works with them"),
    ("cover", "You cover for their worker"),
    ("last_day", "You met them on the last day: to write it down"),
    ("last_team", "Your team worked with them before: reading only"),
]


class Migration(migrations.Migration):
    dependencies = [("door", "0002_functions")]
    operations = [
        migrations.RemoveConstraint("access", "door_access_reason_known"),
        migrations.AlterField(
            "access", "reason", models.CharField(choices=CHOICES, max_length=12)
        ),
        migrations.AddConstraint(
            "access",
            models.CheckConstraint(
                condition=models.Q(("reason__in", REASONS)), name="door_access_reason_known"
            ),
        ),
    ]
