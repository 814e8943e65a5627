"""Which chart shows an answer truly, and the drawing of it.

Owns the choice of form (`choose`), its value (`ChartSpec`) and the figure (`figure`). plotly is loaded when the first
figure is drawn, not before.
"""

from insight.charts.choose import choose
from insight.charts.draw import figure
from insight.charts.spec import ChartSpec
from insight.charts.words import wanted_form

__all__ = ["ChartSpec", "choose", "figure", "wanted_form"]
