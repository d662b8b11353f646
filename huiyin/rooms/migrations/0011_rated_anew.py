"""A rating names the answer that it is of, so a new answer is rated anew; `huiyin init` fills it from the dossiers."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The constraint goes first: it would forbid what the column allows."""

    dependencies = [("huiyin", "0010_search")]
    operations = [
        migrations.RemoveConstraint(model_name="rating", name="rated_once"),
        migrations.AddField(
            model_name="rating", name="opinion", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("matter", "petition", "rated", "opinion"), name="rated_once"
            ),
        ),
    ]
