#!/usr/bin/env python3
"""Shows in which order Pillow's resize does its two passes; the rule in src/images/pillow_resize.cpp came from this.

Needs Pillow and numpy:  python3 tests/reference/probe_pass_order.py
Prints, for shrinking widths, the greatest new height at which the columns are done first. Pillow 13: where the height loses
more than twice what the width does. Pillow 12 and earlier: nowhere.
"""

import numpy as np
import PIL
from PIL import Image

rng = np.random.default_rng(0)


def columns_first(image, width, height):
    """None if both orders give the same pixels."""
    filter = Image.Resampling.BICUBIC
    rows = image.resize((width, image.height), filter).resize((width, height), filter).tobytes()
    columns = image.resize((image.width, height), filter).resize((width, height), filter).tobytes()
    return None if rows == columns else image.resize((width, height), filter).tobytes() == columns


print("Pillow", PIL.__version__)
for width, height in ((300, 257), (64, 300), (300, 300), (1000, 200), (200, 1000)):
    image = Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))
    for new_width in (width // 10, width // 2, width * 9 // 10, width * 2):
        greatest = max((h for h in range(1, height, 3) if columns_first(image, new_width, h)), default=None)
        predicted = min(height - 1, height - 2 * (width - new_width) - 1)
        print(f"{width} x {height} to width {new_width}: up to height {greatest}; the rule says {predicted if predicted > 0 else None}")
