"""What the library alone does with a page, in one process: prints pages a second. `library FILE SECONDS`."""

import sys
import time
from pathlib import Path

from endmark import read, strip


def pages_a_second(page: str, seconds: float) -> float:
    strip(read(page, html=True))
    begin, count = time.monotonic(), 0
    while time.monotonic() - begin < seconds:
        strip(read(page, html=True))
        count += 1
    return count / (time.monotonic() - begin)


if __name__ == "__main__":
    sys.stdout.write(f"{pages_a_second(Path(sys.argv[1]).read_text('utf-8'), float(sys.argv[2]))}\n")
