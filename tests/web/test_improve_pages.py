"""Pages of problems and remedies: entered on a phone, reported with a photograph, verified by somebody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jishi.actions.improve import problems, proposing, remedies
from jishi.actions.improve.sheet import Telling, sheet
from jishi.actions.posts.holding import By
from jishi.documents.document import texts
from jishi.store import clock
from jishi.store.models.consult import Consultation
from jishi.store.models.improve import Call, Practice, Problem, Progress, Remedy
from jishi.store.models.told import Told
from tests.web.ground import World, a_world, pack, reading
from tests.web.improving import PHOTO, improving

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def world() -> World:
    return a_world()


def a_problem(world: World, unit: str = "C11") -> Problem:
    return problems.enter(By(), world.units[unit], problems.Found("活动室屋顶漏水", "venue", "visit", 2, 2))


def page_of(world: World, unit: str = "C11") -> str:
    return reverse("improve-unit", args=[world.units[unit].pk])


def test_a_secretary_enters_a_problem_and_a_remedy_and_reports_with_a_photograph(world: World) -> None:
    client = reading(world, "secretary")
    client.post(
        page_of(world),
        {"do": "problem", "text": "屋顶漏水", "kind": "venue", "source": "visit", "severity": 2, "urgency": 3},
    )
    problem = Problem.objects.get()
    due = (clock.today() + timedelta(days=9)).isoformat()
    client.post(
        page_of(world),
        {"do": "remedy", "text": "修屋顶", "problem": problem.pk, "responsible": "甲一", "due": due},
    )
    remedy = Remedy.objects.get()
    file = SimpleUploadedFile("roof.jpg", PHOTO, "image/jpeg")
    sent = {"do": "report", "version": remedy.version, "share": "100", "text": "修好了", "file": file}

    answered = client.post(reverse("remedy", args=[remedy.pk]), sent)

    remedy.refresh_from_db()
    assert answered.status_code == 302
    assert (remedy.state, remedy.progress.get().evidence is not None) == ("done", True)


def test_whoever_reported_is_refused_and_the_office_above_verifies(world: World) -> None:
    remedy = Remedy.objects.get(pk=improving(world.units["C11"])["remedy"])
    address = reverse("remedy", args=[remedy.pk])
    file = SimpleUploadedFile("roof.jpg", PHOTO, "image/jpeg")
    secretary, township = reading(world, "secretary"), reading(world, "township")
    secretary.post(
        address, {"do": "report", "version": remedy.version, "share": "100", "text": "修好了", "file": file}
    )
    remedy.refresh_from_db()

    own = secretary.post(address, {"do": "verify", "version": remedy.version})
    other = township.post(address, {"do": "verify", "version": remedy.version})

    remedy.refresh_from_db()
    assert (own.status_code, other.status_code, remedy.state) == (422, 302, "verified")


def test_html_in_every_field_is_shown_as_text(world: World) -> None:
    client = reading(world, "secretary")
    fields = {"text": SCRIPT, "goal": SCRIPT, "responsible": SCRIPT, "contact": SCRIPT, "title": SCRIPT}
    client.post(
        page_of(world), {"do": "problem", "kind": "other", "source": "visit", "severity": 1, "urgency": 1} | fields
    )
    client.post(page_of(world), {"do": "remedy", "problem": Problem.objects.get().pk} | fields)
    client.post(page_of(world), {"do": "aim", "version": 0} | fields)
    client.post(reverse("problem", args=[Problem.objects.get().pk]), {"do": "pass-up"} | fields)
    client.post(reverse("practices"), fields)
    addresses = [
        page_of(world),
        reverse("ledger"),
        reverse("problem", args=[Problem.objects.get().pk]),
        reverse("remedy", args=[Remedy.objects.get().pk]),
        reverse("call", args=[Call.objects.get().pk]),
        reverse("practice", args=[Practice.objects.get().pk]),
        reverse("practices"),
        reverse("home"),
    ]

    shown = [client.get(address).content.decode() for address in addresses]

    assert not [address for address, html in zip(addresses, shown, strict=True) if SCRIPT in html]
    assert sum("&lt;script&gt;" in html for html in shown) >= 6


def test_a_deadline_in_the_past_is_told_and_what_was_typed_stays(world: World) -> None:
    problem = a_problem(world)

    answered = reading(world, "secretary").post(
        page_of(world),
        {"do": "remedy", "text": "修屋顶", "problem": problem.pk, "responsible": "甲一", "due": "2012-01-01"},
    )

    assert answered.status_code == 422
    assert "修屋顶" in answered.content.decode()
    assert not Remedy.objects.exists()


def test_the_same_form_sent_twice_enters_one_remedy(world: World) -> None:
    form = {"do": "remedy", "text": "修屋顶", "problem": a_problem(world).pk, "key": "same"}
    client = reading(world, "secretary")

    first, second = client.post(page_of(world), form), client.post(page_of(world), form)

    assert (first.status_code, second.status_code, Remedy.objects.count()) == (302, 302, 1)


@pytest.mark.parametrize("reader", ["township", "secretary", "stranger"])
def test_nothing_is_done_to_what_lies_outside(world: World, reader: str) -> None:
    found = improving(world.units["C21"])
    client = reading(world, reader)
    sent = [
        client.post(reverse("problem", args=[found["problem"]]), {"do": "reject", "reason": "x", "version": 1}),
        client.post(reverse("remedy", args=[found["remedy"]]), {"do": "drop", "text": "x", "version": 2}),
        client.post(reverse("call", args=[found["call"]]), {"text": "x", "version": 1}),
        client.post(page_of(world, "C21"), {"do": "problem", "text": "x"}),
    ]

    assert {answer.status_code for answer in sent} == {404}
    assert Progress.objects.count() == 1


def test_a_reader_without_names_sees_the_remedy_but_not_who_is_responsible_until_it_is_published(
    world: World,
) -> None:
    found = improving(world.units["C11"])
    address = reverse("remedy", args=[found["remedy"]])
    secretary, page = reading(world, "secretary"), page_of(world)
    secretary.post(page, {"do": "aim", "version": 0, "goal": "雨天能开会"})

    before = reading(world, "head").get(address).content.decode()
    sent = secretary.post(page, {"do": "publish", "title": "整改方案公开", "text": "现予公开。"})
    after = reading(world, "head").get(address).content.decode()

    assert sent.status_code == 302
    assert ("甲一" in before, "甲一" in after) == (False, True)


def test_a_remedy_without_a_problem_is_linked_with_one_click_in_the_ledger(world: World) -> None:
    problem = a_problem(world)
    remedy = remedies.plan(By(), world.units["C11"], remedies.Wish("修好屋顶"))
    client = reading(world, "township", "en")
    ledger = client.get(reverse("ledger"), {"alone": "remedies"}).content.decode()

    form = {"do": "link", "version": remedy.version, "problem": problem.pk}
    linked = client.post(reverse("remedy", args=[remedy.pk]), form)

    remedy.refresh_from_db()
    after = client.get(reverse("ledger"), {"alone": "remedies"}).content.decode()
    assert "1 remedy without a problem" in ledger
    assert (linked.status_code, remedy.problem) == (302, problem)
    assert "Nothing stands here." in after


def test_who_enters_nothing_at_a_unit_is_offered_no_link_there(world: World) -> None:
    a_problem(world)
    remedies.plan(By(), world.units["C11"], remedies.Wish("修好屋顶"))

    pages = {
        who: reading(world, who, "en").get(reverse("ledger"), {"alone": "remedies"}).content.decode()
        for who in ("township", "head")
    }

    assert {who: "修好屋顶" in page for who, page in pages.items()} == {"township": True, "head": True}
    assert {who: 'value="link"' in page for who, page in pages.items()} == {"township": True, "head": False}


def test_a_problem_without_a_remedy_leads_to_the_form_with_the_problem_chosen(world: World) -> None:
    problem, _other = a_problem(world), a_problem(world)
    client = reading(world, "township", "en")

    ledger = client.get(reverse("ledger"), {"state": "open", "alone": "problems"}).content.decode()
    page = client.get(page_of(world), {"problem": problem.pk}).content.decode()

    assert f"{page_of(world)}?problem={problem.pk}#new-remedy" in ledger
    assert f'<option value="{problem.pk}" selected>' in page


def test_a_remedy_is_linked_to_no_problem_of_another_unit_and_not_twice(world: World) -> None:
    remedy = remedies.plan(By(), world.units["C11"], remedies.Wish("修好屋顶"))
    other, own = a_problem(world, "C12"), a_problem(world)
    client, address = reading(world, "township"), reverse("remedy", args=[remedy.pk])

    foreign = client.post(address, {"do": "link", "version": 1, "problem": other.pk})
    first = client.post(address, {"do": "link", "version": 1, "problem": own.pk})
    second = client.post(address, {"do": "link", "version": 2, "problem": own.pk})

    assert (foreign.status_code, first.status_code, second.status_code) == (404, 302, 422)


def test_the_page_says_how_many_problems_the_pack_allows_and_refuses_one_more(world: World) -> None:
    for number in range(5):
        problems.enter(By(), world.units["C11"], problems.Found(f"问题{number}", "other"))
    client = reading(world, "secretary", "en")
    form = {"do": "problem", "text": "又一个", "kind": "other", "source": "visit", "severity": 1, "urgency": 1}

    page, sixth = client.get(page_of(world)).content.decode(), client.post(page_of(world), form)

    assert "5 problems are being worked on; the pack allows 5 at once." in page
    assert sixth.status_code == 422
    assert "the most that the pack allows" in sixth.content.decode()


def test_first_pages_tell_each_what_waits(world: World) -> None:
    improving(world.units["C11"])
    proposing.propose(world.round)

    secretary = reading(world, "secretary").get(reverse("home")).content.decode()
    township = reading(world, "township").get(reverse("home")).content.decode()

    assert page_of(world) in secretary
    assert reverse("call", args=[Call.objects.get().pk]) in township


def test_the_answer_of_the_level_above_stands_on_the_problem(world: World) -> None:
    found = improving(world.units["C11"])
    due = (clock.today() + timedelta(days=9)).isoformat()
    form = {"text": "同意补助", "help": "2000元", "helper": "街道财政所", "until": due, "version": 1}

    denied = reading(world, "secretary").post(reverse("call", args=[found["call"]]), form)
    answered = reading(world, "township").post(reverse("call", args=[found["call"]]), form)
    shown = reading(world, "secretary").get(reverse("problem", args=[found["problem"]])).content.decode()

    assert (denied.status_code, answered.status_code) == (422, 302)
    assert "2000元" in shown
    assert "街道财政所" in shown


def test_problems_are_proposed_only_by_whom_it_is_given(world: World) -> None:
    refused = reading(world, "township").post(reverse("ledger"), {"key": "a"})
    started = reading(world, "county").post(reverse("ledger"), {"key": "b"})

    assert (refused.status_code, started.status_code) == (403, 302)


def test_filters_of_the_ledger_cut_and_do_not_fail(world: World) -> None:
    improving(world.units["C11"])
    client = reading(world, "county")

    for query in (
        "state=all",
        "state=open&kind=venue",
        "source=visit",
        "late=any",
        "late=county",
        "alone=1",
        "state=x",
    ):
        assert client.get(reverse("ledger") + "?" + query).status_code == 200, query
    assert "屋顶" not in client.get(reverse("ledger") + "?kind=clan").content.decode()


def test_the_file_of_a_report_is_given_as_a_download(world: World) -> None:
    found = improving(world.units["C11"])

    answer = reading(world, "secretary").get(reverse("progress-file", args=[found["progress"]]))

    assert answer.content == PHOTO
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_sheet_of_a_branch_tells_what_was_found_decided_and_promised(world: World) -> None:
    found = improving(world.units["C11"])
    due = (clock.today() + timedelta(days=9)).isoformat()
    reply = {"text": "同意补助", "help": "2000元", "helper": "街道财政所", "until": due, "version": 1}
    reading(world, "township").post(reverse("call", args=[found["call"]]), reply)

    told = texts(sheet(pack(), world.round, world.units["C11"], Telling("zh-Hans", str)))
    hidden = texts(sheet(pack(), world.round, world.units["C11"], Telling("zh-Hans", str, named=False)))
    printed = reading(world, "secretary").get(reverse("improve-sheet", args=[world.units["C11"].pk]))

    assert all(
        part in told for part in ("活动室屋顶漏水", "修好屋顶", "甲一", "同意补助", "2000元", "街道财政所", due)
    )
    assert "甲一" not in hidden
    assert printed.content.startswith(b"%PDF-")


def test_the_sheet_tells_what_members_and_public_said_as_bands_and_never_of_few(world: World) -> None:
    unit = world.units["C11"]
    held = Consultation.objects.create(round=world.round, code="survey", box="b", opened_on=clock.today())
    same = {"consultation": held, "unit": unit, "question": "overall"}
    Told.objects.create(**same, ask="members", fact="members-satisfaction", state="told", low=8000, high=9000)
    Told.objects.create(**same, ask="public", fact="public-satisfaction", state="hidden")

    told = texts(sheet(pack(), world.round, unit, Telling("zh-Hans", str)))

    assert "What you said" in told
    assert "80%–90%" in told
    assert "too few answered to show it" in told
