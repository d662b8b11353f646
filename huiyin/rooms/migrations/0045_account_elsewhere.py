"""The account that somebody wrote from elsewhere, sealed, with its blind index: one account of one source is one person."""
from django.db import migrations

import huiyin.rooms.vault.fields


class Migration(migrations.Migration):
    dependencies = [
        ("huiyin", "0044_plans_replaced"),
    ]

    operations = [
        migrations.AddField(
            model_name="petitioner",
            name="account",
            field=huiyin.rooms.vault.fields.EncryptedTextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="petitioner",
            name="account_index",
            field=huiyin.rooms.vault.fields.BlindIndexField(),
        ),
    ]
