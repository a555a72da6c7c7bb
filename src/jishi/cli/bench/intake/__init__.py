"""``jishi bench intake``: durable answers over HTTP beside one transaction of Django's ORM each."""
