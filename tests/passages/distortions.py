"""What becomes of an appeal between the page and the scraped text: some sixty named, seeded distortions.

A distortion takes an appeal and a random source and gives the appeal's new lines, or None where it does not
apply. It says too which placements and joins make sense with it (`copies.py` puts the lines into a story).
"""

from tests.passages import distort_content, distort_ends, distort_lines, distort_signs
from tests.passages.distorting import Distortion

DISTORTIONS: dict[str, Distortion] = {
    **distort_signs.distortion.found,
    **distort_lines.distortion.found,
    **distort_ends.distortion.found,
    **distort_content.distortion.found,
}
