import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Officers' questions for more days."""

    dependencies = [("huiyin", "0024_figures")]

    operations = [
        migrations.CreateModel(
            name="ExtensionAsk",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("asked_by", models.CharField(max_length=40)),
                ("days", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("text_seq", models.PositiveIntegerField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("granted", models.BooleanField()),
                ("refusal_seq", models.PositiveIntegerField()),
                (
                    "matter",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_rows", to="huiyin.matter",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="huiyin.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)), fields=["at", "matter"], name="extension_asked",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "n"), name="extension_ask_matter_n"),
                ],
            },
        ),
    ]
