from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('huiyin', '0005_around'),
    ]

    operations = [
        migrations.CreateModel(
            name='YearlyDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('T13', 'T13'), ('T14', 'T14')], max_length=4)),
                ('year', models.PositiveSmallIntegerField()),
                ('done_at', models.DateTimeField()),
                ('by', models.CharField(max_length=40)),
                ('note', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.AddConstraint(
            model_name='yearlyduty',
            constraint=models.UniqueConstraint(fields=('year', 'code'), name='yearly_duty_once'),
        ),
    ]
