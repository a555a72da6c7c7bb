"""How much a home holds of everything, and of members in each county; run by itself on a home."""

import json
import sys
from pathlib import Path

from jishi.store.home import Home


def main(home: Path) -> None:
    """Print the numbers as one document."""
    Home.open(home)
    from django.db.models import Count
    from django.db.models.functions import Substr

    from jishi.store.models.org import Unit
    from jishi.store.models.people import Member, Person

    # A code begins with the code of the county.
    by_county = Member.objects.values(county=Substr("unit__code", 1, 6)).annotate(count=Count("pk"))
    document = {
        "units": Unit.objects.filter(paths__axis="management").count(),
        "members": Member.objects.count(),
        "numbers": Person.objects.filter(identity_index__isnull=False, identity__isnull=False).count(),
        "counties": {row["county"]: row["count"] for row in by_county.order_by()},
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
