"""The program of the deep profile: ``python -m insight.profile.deep_worker ROWS.arrow PAGE.html TITLE``.

Owns how ydata-profiling is set: nothing is sent, nothing is loaded from elsewhere, and what costs the square of the
columns is left out. Refuses to know where the rows come from.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Write the page."""
    import pandas as pd
    from ydata_profiling import ProfileReport

    given, made, title = sys.argv[1:4]
    frame = pd.read_feather(given)
    report = ProfileReport(
        frame,
        title=title,
        progress_bar=False,
        interactions={"continuous": False, "targets": []},
        html={"inline": True, "use_local_assets": True, "minify_html": False},
        explorative=False,
    )
    report.to_file(made, silent=True)


if __name__ == "__main__":
    main()
