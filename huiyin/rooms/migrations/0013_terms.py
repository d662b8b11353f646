from django.db import migrations, models

CLOCKS = (
    *(f"T{n}" for n in range(1, 12)), "S1", "S2", "F1", "F2", "F3", *(f"L{n}" for n in range(1, 15)),
)  # fmt: skip


class Migration(migrations.Migration):
    """Two terms more: taking up what was revoked (L13), ending a hearing (L14)."""

    dependencies = [("huiyin", "0012_desk")]

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
    ]
