"""Several matters of one visit: with which petition the visit and its people are counted, in the index that figures read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """What was registered before stays as it is: each petition its own visit."""

    dependencies = [("huiyin", "0032_provisional_terms")]

    operations = [
        migrations.RemoveIndex(model_name="petition", name="petition_by_channel"),
        migrations.AddField(
            model_name="petition", name="visit", field=models.CharField(blank=True, default="", max_length=24)
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                fields=["channel", "received_at", "persons", "matter", "level", "visit"],
                name="petition_by_channel",
            ),
        ),
    ]  # fmt: skip
