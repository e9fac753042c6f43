"""The flow from end to end, as functions: one module for each name that `fpstats` gives.

What the commands do, for notebooks and scripts: the same names, the same options, the same numbers.
A run loads the module that it needs and no other.
"""
