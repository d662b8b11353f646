"""How many petitions of a matter were taken back; filled from the dossiers by ``huiyin init`` (``PROJECTION``)."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0040_what_files_hide"),
    ]

    operations = [
        migrations.AddField(
            model_name="matter",
            name="taken_back",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("taken_back__gt", 0)),
                fields=["number"],
                name="matter_taken_back",
            ),
        ),
    ]
