"""The few withdrawals, by an index of their own: which matters wait for the letter that confirms one is asked by it."""
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0040_what_files_hide"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                condition=models.Q(("verb", "withdraw")),
                fields=["number"],
                name="entry_taken_back",
            ),
        ),
    ]
