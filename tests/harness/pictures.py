"""Pictures made from a seed: the same bytes on each run, no two alike."""

import io
import random

from PIL import Image, ImageDraw


def colour(rng):
    return tuple(rng.randrange(256) for _ in range(3))


def draw(seed, width=96, height=72):
    """A few shapes on a plain ground."""
    rng = random.Random(seed)
    image = Image.new('RGB', (width, height), colour(rng))
    pen = ImageDraw.Draw(image)
    for _ in range(5):
        x, y, size = rng.randrange(width), rng.randrange(height), rng.randrange(height // 8, height // 2)
        shape = rng.choice([pen.ellipse, pen.rectangle])
        shape((x, y, x + size, y + size), fill=colour(rng))
    return image


def encoded(image, format='PNG', **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def folder_of(folder, count, first_seed=0, width=96, height=72):
    """count pictures p000.png, p001.jpg, … in turn; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for i in range(count):
        format, ending = (('PNG', 'png'), ('JPEG', 'jpg'))[i % 2]
        path = folder / f'p{i:03}.{ending}'
        path.write_bytes(encoded(draw(first_seed + i, width, height), format))
        paths.append(path)
    return paths
