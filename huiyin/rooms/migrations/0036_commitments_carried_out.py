from django.db import migrations, models


class Migration(migrations.Migration):
    """The commitments that were carried out, the latest first."""

    dependencies = [("huiyin", "0035_asked_back")]

    operations = [
        migrations.AddIndex(
            model_name="pledge",
            index=models.Index(
                condition=models.Q(("done_at__isnull", False)), fields=["-done_at", "-matter"], name="pledge_done",
            ),
        ),
    ]
