import django.db.models.deletion
import huiyin.rooms.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('huiyin', '0003_duty'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('petitioner', 'petitioner'), ('representative', 'representative'), ('cosigner', 'cosigner'), ('agent', 'agent'), ('principal', 'principal')], max_length=16)),
                ('n', models.PositiveSmallIntegerField()),
                ('mandate', huiyin.rooms.vault.fields.EncryptedTextField(blank=True)),
            ],
        ),
        migrations.AddField(
            model_name='petition',
            name='confidential',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='petition',
            name='exchanged_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='petition',
            name='level',
            field=models.CharField(blank=True, choices=[('town', 'town'), ('county', 'county'), ('prefecture', 'prefecture'), ('province', 'province'), ('national', 'national')], default='', max_length=12),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(fields=['registered_at'], name='petition_by_registration'),
        ),
        migrations.AddIndex(
            model_name='petition',
            index=models.Index(condition=models.Q(('exchanged_at__isnull', False)), fields=['exchanged_at'], name='petition_by_exchange'),
        ),
        migrations.AddField(
            model_name='party',
            name='petition',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='huiyin.petition'),
        ),
        migrations.AddField(
            model_name='party',
            name='petitioner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parties', to='huiyin.petitioner'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('petition', 'n'), name='party_petition_n'),
        ),
    ]
