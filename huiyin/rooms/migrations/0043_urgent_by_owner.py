"""The board counts what is open by unit from one index alone: with what is urgent in it."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0042_to_take_up"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="matter", name="open_by_owner"),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("is_open", True)),
                fields=["owner", "next_due", "number", "urgent"],
                name="open_by_owner",
            ),
        ),
    ]
