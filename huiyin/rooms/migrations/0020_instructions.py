import django.db.models.deletion
from django.db import migrations, models

CLOCKS = (
    *(f"T{n}" for n in range(1, 12)), "S1", "S2", "F1", "F2", "F3", *(f"L{n}" for n in range(1, 16)),
)  # fmt: skip


class Migration(migrations.Migration):
    """Leaders' instructions, and the term in which they are answered (L15)."""

    dependencies = [("huiyin", "0019_publication")]

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
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("text_seq", models.PositiveIntegerField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_seq", models.PositiveIntegerField()),
                (
                    "leader",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="huiyin.unit",
                    ),
                ),
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
                        condition=models.Q(("answered_at__isnull", True)), fields=["at", "matter"], name="instructed",
                    ),
                    models.Index(fields=["leader", "-at"], name="instructed_by"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("matter", "n"), name="instruction_matter_n"),
                ],
            },
        ),
    ]
