"""What a unit answered to a notice before it was taken higher, and to which step; what a desk sorted, by day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Filled from the dossiers by ``huiyin init`` (``PROJECTION``)."""

    dependencies = [("huiyin", "0033_visits")]

    operations = [
        migrations.AddField(
            model_name="supervisionnotice", name="before_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="supervisionnotice", name="before_seq", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="supervisionnotice",
            name="before_level",
            field=models.CharField(
                blank=True,
                choices=[("department", "department"), ("leader", "leader"), ("conference", "conference")],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(
                fields=["at", "number"],
                name="entry_sorting",
                condition=models.Q(verb__in=("accept", "assign", "decline", "forward", "link", "triage")),
            ),
        ),
    ]
