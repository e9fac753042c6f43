"""How well returns are read: a seeded generator of returns whose truth is known, and a judge.

Nothing here takes truth from fpstats: only `judge` calls it, to see what it reads.
"""
