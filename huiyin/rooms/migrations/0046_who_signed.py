"""What one person signed for is found by indices: whoever leaves hands it over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0045_account_elsewhere"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("is_open", True)), fields=["officer", "number"], name="open_by_officer"
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["signed_by", "matter"],
                name="round_by_signer",
            ),
        ),
    ]
