"""What figures count by: two days for taking up and two for answering, an index that counts alone, the words of a month."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See decision 0020."""

    dependencies = [("huiyin", "0023_transfers")]

    operations = [
        migrations.CreateModel(
            name="MonthWords",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("persons", models.PositiveIntegerField()),
                ("words", models.JSONField(default=dict)),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(model_name="petition", name="petition_by_channel"),
        *(
            migrations.AddField(model_name="matter", name=name, field=models.DateField(null=True))
            for name in ("accept_due", "accept_done", "answer_due", "answer_done")
        ),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                fields=["channel", "received_at", "persons", "matter"], name="petition_by_channel"
            ),
        ),
    ]
