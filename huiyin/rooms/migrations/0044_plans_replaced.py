"""Plans of hot matters that were replaced are kept."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('huiyin', '0043_urgent_by_owner'),
    ]

    operations = [
        migrations.CreateModel(
            name='HotPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.TextField()),
                ('planned_at', models.DateTimeField()),
                ('planned_by', models.CharField(max_length=40)),
                ('hot', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='earlier', to='huiyin.hot')),
                ('lead', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='huiyin.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hot', 'planned_at'), name='hot_plan_once')],
            },
        ),
    ]
