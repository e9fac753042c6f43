"""Statistics on arrays: numpy in, numpy out, and nothing else of ours.

Every method is a pure function of counts; where the question has no answer it answers NaN, and
it never warns. What is measured and not counted has an answer up to 1e60, and what is divided by
from 1e-130 on. Each name is loaded when it is first asked for (`__init__.pyi` lists them), and
scipy when it is needed: for exact limits of ten events or more, and for tests.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
