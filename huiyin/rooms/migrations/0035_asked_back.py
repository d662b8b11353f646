import django.db.models.deletion
from django.db import migrations, models

CLOCKS = (
    *(f"T{n}" for n in range(1, 12)), "S1", "S2", "F1", "F2", "F3", *(f"L{n}" for n in range(1, 17)),
)  # fmt: skip


class Migration(migrations.Migration):
    """What petitioners ask about their matter, and the term in which they are answered (L16)."""

    dependencies = [("huiyin", "0034_answered_and_sorted")]

    operations = [
        migrations.AlterField(
            model_name="clockrun",
            name="code",
            field=models.CharField(choices=[(code, code) for code in CLOCKS], max_length=4),
        ),
        migrations.AlterField(
            model_name="matter",
            name="next_clock",
            field=models.CharField(blank=True, choices=[(code, code) for code in CLOCKS], max_length=4),
        ),
        migrations.CreateModel(
            name="AskedBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("petition", models.CharField(max_length=24)),
                ("at", models.DateTimeField()),
                ("text_seq", models.PositiveIntegerField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_seq", models.PositiveIntegerField()),
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
                        condition=models.Q(("answered_at__isnull", True)), fields=["at", "matter"],
                        name="asked_back_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "n"), name="asked_back_matter_n"),
                ],
            },
        ),
    ]
