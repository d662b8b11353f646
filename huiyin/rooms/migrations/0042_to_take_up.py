"""An index of the few matters that are to be taken up again, which My day counts among all terms that run."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0041_taken_back"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="clockrun",
            index=models.Index(
                condition=models.Q(("code", "L13"), ("stopped_at__isnull", True)),
                fields=["code", "due_on", "matter", "n"],
                name="to_take_up",
            ),
        ),
    ]
