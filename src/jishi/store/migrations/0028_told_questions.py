from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0027_pressing_first")]

    operations = [
        migrations.RemoveConstraint(model_name="pooltold", name="pool_told_once"),
        migrations.AlterField(
            model_name="pooltold",
            name="fact",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddConstraint(
            model_name="pooltold",
            constraint=models.UniqueConstraint(fields=("pool", "question", "fact"), name="pool_told_once"),
        ),
    ]
