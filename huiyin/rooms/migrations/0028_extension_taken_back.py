from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a question for more days was taken back by who had asked it."""

    dependencies = [("huiyin", "0027_first_words")]

    operations = [
        migrations.AddField("extensionask", "taken_back", models.BooleanField(default=False)),
    ]
