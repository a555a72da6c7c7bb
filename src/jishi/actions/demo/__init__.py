"""The demo: a year of the sample county, told in chapters; each is a module with ``tell(ground)``.

``register`` (who there is), ``life`` (members, posts, workplaces, helpers), ``survey`` (what everybody says),
``year`` (grades and what follows). A chapter acts as an office would: sheets come in by the importers, decisions
are taken by actions, and each is done on its own day (``with ground.on(day)``). The survey has parts of its own:
``asking`` people, ``visiting`` branches.
"""
