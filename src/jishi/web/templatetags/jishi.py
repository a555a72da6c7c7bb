"""Tags and filters of the templates: how things look, never what is shown."""

from django import template

from jishi.web import wording
from jishi.web.icons import icon

register = template.Library()

register.simple_tag(icon, name="icon")
register.filter("hundredths", wording.hundredths)
register.filter("short", wording.short_hundredths)
register.filter("percent", wording.percent)
register.filter("whole", wording.whole)
register.filter("day", wording.day)
register.filter("moment", wording.moment)
register.filter("words", wording.text_of)
