"""Indexes that figures are read from alone: what they ask of a matter, when its window for rating began, those of several."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See decision 0020."""

    dependencies = [("huiyin", "0029_pairs_of_pieces")]

    operations = [
        migrations.RemoveIndex(model_name="petition", name="petition_by_channel"),
        migrations.AddIndex(
            model_name="petition",
            index=models.Index(
                fields=["channel", "received_at", "persons", "matter", "level"], name="petition_by_channel"
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                fields=[
                    "number", "owner", "holder", "desk", "klass", "category", "place", "outcome", "status",
                    "accept_due", "accept_done", "answer_due", "answer_done",
                ],
                name="matter_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                fields=["number"], name="matter_of_several", condition=models.Q(petitions_count__gt=1)
            ),
        ),
        migrations.AddIndex(
            model_name="clockrun",
            index=models.Index(
                fields=["started_at", "matter"],
                name="rating_window",
                condition=models.Q(code="L10", stopped_at__isnull=True),
            ),
        ),
    ]  # fmt: skip
