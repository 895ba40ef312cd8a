"""The command, and ``python -m greencalc`` where its script is not on the path."""

from __future__ import annotations

import gc
import sys

gc.set_threshold(1_000_000)  # a command makes hardly any garbage, and loading looked for it a hundred times

try:
    from greencalc.cli import main
except KeyboardInterrupt:  # Ctrl-C while the library loads
    print("greencalc: it was stopped while it was loading; nothing was done", file=sys.stderr)  # noqa: T201
    sys.exit(130)

if __name__ == "__main__":
    sys.exit(main())
