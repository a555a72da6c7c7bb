"""The paper twin of the visit form: the unit, the three parts and every question of the form."""

import html
import re

import pytest
from django.urls import reverse

from tests.documents.reading import pages
from tests.web.ground import World, a_world, reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return a_world()


def test_the_paper_asks_what_the_form_asks(world: World) -> None:
    client = reading(world, "township")
    unit = world.units["C11"].pk
    form = client.get(reverse("visit-in", args=[unit])).content.decode()

    paper = "".join(pages(client.get(reverse("visit-paper", args=[unit])).content))

    assert reverse("visit-paper", args=[unit]) in form
    texts = [html.unescape(text) for text in re.findall(r"<legend>(?:\d+\.\s*)?([^<]+)", form)]
    assert len(texts) > 5
    for asked in (world.units["C11"].code, "走访人", *texts):
        assert "".join(asked.split()) in paper
