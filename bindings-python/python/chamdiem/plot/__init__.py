"""Pictures of results: who stands where, where the points are, who was lowered, what changed.

Each function takes ``Results`` and returns the ``Axes`` it has drawn on; ``axes.figure.savefig("ranking.svg")`` keeps the
picture. Places and titles come from the criteria set that the results were scored with; results that were read need it
as ``set=``. Figures are printed as the engine gives them; only the lengths of bars and the places of dots are floats.

It needs matplotlib: ``pip install chamdiem[plot]``.
"""

try:
    import matplotlib as _matplotlib  # noqa: F401
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("chamdiem.plot needs matplotlib: pip install 'chamdiem[plot]'", name=error.name) from error

from .areas import heatmap
from .group import profile
from .ranks import ranking
from .stages import appraisal
from .years import change

__all__ = ["appraisal", "change", "heatmap", "profile", "ranking"]
