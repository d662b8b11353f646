"""Petitions that were passed on, batch files of them, the second screen at the counter."""

import django.db.models.deletion
import huiyin.rooms.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("huiyin", "0022_administration")]

    operations = [
        migrations.AlterField(
            model_name="clockrun",
            name="source",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hotline", "hotline"),
                    ("mailbox", "mailbox"),
                    ("environment", "environment"),
                    ("first_asked", "first_asked"),
                    ("prefecture", "prefecture"),
                    ("province", "province"),
                    ("other", "other"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="CounterScreen",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("device", models.CharField(blank=True, max_length=64)),
                ("paired_at", models.DateTimeField(null=True)),
                ("code", models.CharField(blank=True, max_length=64)),
                ("code_at", models.DateTimeField(null=True)),
                ("shown", huiyin.rooms.vault.fields.EncryptedTextField(blank=True)),
                ("version", models.CharField(blank=True, max_length=24)),
                ("shown_at", models.DateTimeField(null=True)),
                (
                    "said",
                    models.CharField(
                        blank=True, choices=[("right", "right"), ("wrong", "wrong")], max_length=8
                    ),
                ),
                ("said_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["device"], name="screen_by_device"),
                    models.Index(fields=["code"], name="screen_by_code"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "petition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="transfer",
                        serialize=False,
                        to="huiyin.petition",
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        choices=[
                            ("prefecture", "prefecture"),
                            ("province", "province"),
                            ("hotline", "hotline"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("organ", models.CharField(blank=True, max_length=40)),
                ("foreign", models.CharField(blank=True, max_length=80)),
                ("due_on", models.DateField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("reported_reopened", models.PositiveIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("due_on__isnull", False), ("reported_at__isnull", True)),
                        fields=["due_on", "petition"],
                        name="transfer_owed",
                    ),
                    models.Index(fields=["sender", "petition"], name="transfer_by_sender"),
                ],
            },
        ),
        migrations.CreateModel(
            name="TransferBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "sender",
                    models.CharField(
                        choices=[
                            ("prefecture", "prefecture"),
                            ("province", "province"),
                            ("hotline", "hotline"),
                            ("other", "other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("organ", models.CharField(blank=True, max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("name", huiyin.rooms.vault.fields.EncryptedTextField(blank=True)),
                ("headings", huiyin.rooms.vault.fields.EncryptedTextField()),
                ("at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TransferRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("ready", "ready"), ("bad", "bad"), ("known", "known"), ("taken", "taken")],
                        max_length=8,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=160)),
                ("broken", models.CharField(blank=True, max_length=32)),
                ("cells", huiyin.rooms.vault.fields.EncryptedTextField(blank=True)),
                ("problems", models.TextField(blank=True)),
                ("number", models.CharField(blank=True, max_length=24)),
                (
                    "batch",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="huiyin.transferbatch",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="transferbatch",
            index=models.Index(fields=["at"], name="batch_by_age"),
        ),
        migrations.AddConstraint(
            model_name="transferbatch",
            constraint=models.UniqueConstraint(fields=("user", "digest"), name="batch_of_a_file"),
        ),
        migrations.AddIndex(
            model_name="transferrow",
            index=models.Index(fields=["batch", "state", "line"], name="batch_rows_by_state"),
        ),
        migrations.AddConstraint(
            model_name="transferrow",
            constraint=models.UniqueConstraint(fields=("batch", "line"), name="row_of_a_batch"),
        ),
    ]
