from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    dependencies = [("store", "0033_search_pairs")]

    operations = [
        migrations.AddIndex(
            model_name="workplace",
            index=models.Index(Coalesce("place", "unit"), name="workplace_lies"),
        ),
    ]
