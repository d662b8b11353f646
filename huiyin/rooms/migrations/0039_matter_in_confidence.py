"""The few matters told in confidence, by an index of their own: what is joined to one of them is asked by it."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0038_call_noted_by"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("confidential", True)),
                fields=["number", "desk"],
                name="matter_in_confidence",
            ),
        ),
    ]
