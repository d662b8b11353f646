import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The trail of signing in, drafts of category lists, the official duty list, the county's own wordings."""

    dependencies = [("huiyin", "0022_understanding")]

    operations = [
        migrations.AlterField(
            model_name="categoryscheme",
            name="valid_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="SignIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("opened", models.BooleanField()),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["at"], name="sign_in_by_time")]},
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category", models.CharField(max_length=6)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="huiyin.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("category", "unit"), name="charge_once")]
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("piece", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=8)),
                ("text", models.TextField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("piece", "language"), name="wording_once")]
            },
        ),
    ]
