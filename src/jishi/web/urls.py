"""Addresses: every one comes from the table of pages."""

from jishi.web.pages import account, grading, home, imports, me, overview, runs, self_assessment, unit, units, wrong
from jishi.web.pages import cards as handed_out
from jishi.web.pages import monthly as monthly_sheets
from jishi.web.pages.awards import listed as awards_listed
from jishi.web.pages.cases import meeting, meetings, one, proposal, review
from jishi.web.pages.circulars import listed as circulars_listed
from jishi.web.pages.circulars import one as circulars_one
from jishi.web.pages.consult import (
    asking,
    consultations,
    heard,
    inquiries,
    occasions,
    own_words,
    phones,
    printed,
    roll,
    visit_paper,
    visits,
    worker,
)
from jishi.web.pages.duties import division, supervision
from jishi.web.pages.duties import tasks as duty_tasks
from jishi.web.pages.improve import ledger, movement, pairing, paper, promotion, sheets
from jishi.web.pages.improve import one as improve_one
from jishi.web.pages.improve import practices as improve_practices
from jishi.web.pages.improve import unit as improve_unit
from jishi.web.pages.org import chain, change, coverage, figures, grids, history, managed, workplaces
from jishi.web.pages.packs import browser
from jishi.web.pages.papers import files as papers_files
from jishi.web.pages.papers import one as papers_one
from jishi.web.pages.papers import standing as papers_standing
from jishi.web.pages.people import beside, care, national, person, roster
from jishi.web.pages.posts import helpers, teams
from jishi.web.pages.posts import roster as post_roster
from jishi.web.pages.publish import board, box, notice, public
from jishi.web.pages.registry import routes
from jishi.web.pages.secretaries import reviews as secretary_reviews
from jishi.web.pages.targets import listed as targets_listed
from jishi.web.pages.why import page as why

# Importing a module of pages is what fills the table.
MODULES = (account, browser, grading, home, imports, me, overview, runs, self_assessment, unit, units, why, wrong)
IMPROVE = (improve_one, improve_practices, improve_unit, ledger, movement, pairing, paper, promotion, sheets)
PEOPLE = (beside, care, national, person, roster)
PAPER = (handed_out, monthly_sheets, papers_files, papers_one, papers_standing)
POSTS = (helpers, post_roster, secretary_reviews, teams)
CASES = (awards_listed, meeting, meetings, one, proposal, review)
PUBLISH = (board, box, circulars_listed, circulars_one, notice, public)
ORGANISATION = (chain, change, coverage, figures, grids, history, managed, targets_listed, workplaces)
DUTIES = (division, duty_tasks, supervision)
CONSULTATION = (
    asking,
    consultations,
    heard,
    inquiries,
    occasions,
    own_words,
    phones,
    printed,
    roll,
    visit_paper,
    visits,
    worker,
)

handler400 = "jishi.web.pages.errors.bad_request"
handler403 = "jishi.web.pages.errors.forbidden"
handler404 = "jishi.web.pages.errors.not_found"
handler500 = "jishi.web.pages.errors.failed"

urlpatterns = routes()
