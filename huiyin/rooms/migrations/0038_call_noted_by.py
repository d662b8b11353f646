"""Who noted what became of a call, which needn't be who took it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('huiyin', '0001_squashed_0037_duty_in_english'),
    ]

    operations = [
        migrations.AddField(
            model_name='call',
            name='noted_by',
            field=models.CharField(blank=True, max_length=40),
        ),
    ]
