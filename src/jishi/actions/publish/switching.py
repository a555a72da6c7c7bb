"""What is off until the office switches it on."""

from jishi.actions.people.ground import By
from jishi.core.errors import refuse, sentence
from jishi.store.models.publish import Switch
from jishi.store.transact import action, change

PUBLIC_PAGES = "public-pages"
NAMES = (PUBLIC_PAGES,)


def is_on(name: str) -> bool:
    """Say whether something was switched on."""
    return Switch.objects.filter(name=name, on=True).exists()


def switch(by: By, name: str, *, on: bool) -> Switch:
    """Switch something on or off for the whole home.

    Raises:
        Refusal: the role does not keep the office, or there is no such switch.
    """
    with action(by.actor, "office.switch", key=by.key, content={"name": name, "on": on}) as event:
        if event.repeated:
            return Switch.objects.get(name=name)
        if not by.scope.has("office"):
            raise refuse(
                name,
                sentence("Your role does not keep the office."),
                sentence("Ask whoever gives accounts and grants."),
            )
        if name not in NAMES:
            raise refuse(
                name,
                sentence("There is no such switch."),
                sentence("Choose one of: %(known)s.", known=", ".join(NAMES)),
            )
        found, made = Switch.objects.get_or_create(name=name, defaults={"on": on, "since": by.day})
        if not made:
            change(found, found.version, on=on, since=by.day)
        event.about(found)
        event.note(name=name, on=on)
    return found
