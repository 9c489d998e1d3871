"""Making an agency of any size out of nothing: invented people with plausible histories.

`plan` says how large, `staff` makes the agency and who works there, `lives` and `histories` invent
people and what happened, `copying` brings rows into the database, `checking` says whether what
stands there afterwards is what the triggers promise.
"""
