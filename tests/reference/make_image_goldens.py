#!/usr/bin/env python3
"""Makes tests/data/images/: pictures in many formats and modes, and what Pillow makes of them.

Needs Pillow 13, numpy and zlib:  python3 tests/reference/make_image_goldens.py
  pictures/*      the files; photograph-like, seeded, small
  pictures.txt    FILE MODE WIDTH HEIGHT SHA256(decoded, upright, as RGB) SHA256(open_clip's evaluation transform to 24 pixels, as RGB)
  pictures/*.rgb  for JPEG instead of the first hash: the decoded pixels, as decoders may differ by 1
  resize.txt      MODE WIDTH HEIGHT NEW_WIDTH NEW_HEIGHT FILTER SHA256(Image.resize of the noise that resize_golden_test.cpp makes)
Two things are done here as the product documents them, not as open_clip: EXIF orientation is applied, and 16-bit grey scaled.
"""

import hashlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

OUT = Path(__file__).resolve().parent.parent / "data" / "images"
CROP = 24
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
rng = np.random.default_rng(2026)


def photograph(width, height, channels):
    y, x = np.mgrid[0:height, 0:width].astype(float)
    planes = [127 + 110 * np.sin(x / (7 + 3 * i) + y / (11 + i)) + rng.normal(0, 10, (height, width)) for i in range(channels)]
    return np.clip(np.stack(planes, -1), 0, 255).astype(np.uint8)


def saved(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


# --- Files that Pillow can't write ------------------------------------------------------------------------------------------


def packed_rows(samples, bits):
    """Each row of (height, width, channels) as bytes, most significant bits first."""
    for row in samples:
        if bits == 16:
            yield row.astype(">u2").tobytes()
        elif bits == 8:
            yield row.astype("u1").tobytes()
        else:
            text = "".join(format(int(v), f"0{bits}b") for v in row.reshape(-1))
            text += "0" * (-len(text) % 8)
            yield bytes(int(text[i : i + 8], 2) for i in range(0, len(text), 8))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(samples, bits, colour, interlaced=False, before=b"", palette=None):
    height, width, _ = samples.shape
    passes = [samples[y0::dy, x0::dx] for x0, y0, dx, dy in ADAM7] if interlaced else [samples]
    rows = b"".join(b"\0" + row for part in passes if part.size for row in packed_rows(part, bits))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, int(interlaced)))
    middle = before + (chunk(b"PLTE", palette) if palette else b"")
    return b"\x89PNG\r\n\x1a\n" + header + middle + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def bmp(width, height, bits, data, compression=0, palette=b"", masks=b"", top_down=False):
    colours = len(palette) // 4
    header = struct.pack("<IiiHHIIiiII", 40, width, -height if top_down else height, 1, bits, compression, len(data), 0, 0, colours, 0)
    start = 14 + len(header) + len(masks) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(data), 0, 0, start) + header + masks + palette + data


def noise_rows(width, height, bits):
    return rng.integers(0, 256, height * ((width * bits + 31) // 32 * 4), dtype=np.uint8).tobytes()


def run_lengths(width, height, bits):
    rows = b""
    for _ in range(height):
        x = 0
        while x < width:
            count = int(rng.integers(1, min(width - x, 40) + 1))
            if count >= 3 and rng.random() < 0.5:
                stored = count if bits == 8 else (count + 1) // 2
                rows += bytes([0, count]) + rng.integers(0, 256, stored, dtype=np.uint8).tobytes() + b"\0" * (stored % 2)
            else:
                rows += bytes([count, int(rng.integers(0, 256))])
            x += count
        rows += b"\0\0"
    return rows + b"\0\1"


def tiff(samples, bits, photometric, extra=(), big_endian=False, tile=None, planar=False, orientation=None, palette=None, rows_per_strip=7):
    height, width, channels = samples.shape
    order = ">" if big_endian else "<"

    def stored(part):
        data = b"".join(packed_rows(part, bits))
        return np.frombuffer(data, ">u2").astype("<u2").tobytes() if bits == 16 and not big_endian else data

    planes = [samples[..., i : i + 1] for i in range(channels)] if planar else [samples]
    tags = {256: [width], 257: [height], 258: [bits] * channels, 259: [8], 262: [photometric], 277: [channels], 284: [2 if planar else 1]}
    tags |= {338: list(extra)} if extra else {}
    tags |= {274: [orientation]} if orientation else {}
    tags |= {320: palette} if palette else {}
    tags |= {322: [tile[0]], 323: [tile[1]]} if tile else {278: [rows_per_strip]}
    parts = []
    for plane in planes:
        if tile:
            padded = np.zeros((-(-height // tile[1]) * tile[1], -(-width // tile[0]) * tile[0], plane.shape[2]), int)
            padded[:height, :width] = plane
            parts += [padded[y : y + tile[1], x : x + tile[0]] for y in range(0, len(padded), tile[1]) for x in range(0, padded.shape[1], tile[0])]
        else:
            parts += [plane[y : y + rows_per_strip] for y in range(0, height, rows_per_strip)]
    blobs = [zlib.compress(stored(part)) for part in parts]
    where, lengths = (324, 325) if tile else (273, 279)
    body_at = 8 + 2 + 12 * (len(tags) + 2) + 4
    starts = np.cumsum([0] + [len(blob) for blob in blobs])[:-1] + body_at
    tags |= {where: [int(s) for s in starts], lengths: [len(blob) for blob in blobs]}
    body, entries = b"".join(blobs), b""
    for tag in sorted(tags):
        kind, code = (4, "I") if tag in (where, lengths) else (3, "H")
        value = b"".join(struct.pack(order + code, v) for v in tags[tag])
        if len(value) > 4:
            body += b"\0" * (len(body) % 2)
            value, body = struct.pack(order + "I", body_at + len(body)), body + value
        entries += struct.pack(order + "HHI", tag, kind, len(tags[tag])) + value.ljust(4, b"\0")
    header = (b"MM" if big_endian else b"II") + struct.pack(order + "HI", 42, 8)
    return header + struct.pack(order + "H", len(tags)) + entries + struct.pack(order + "I", 0) + body


# --- The set ----------------------------------------------------------------------------------------------------------------


def jpeg_files(width, height):
    rgb = Image.fromarray(photograph(width, height, 3))
    for name, sampling in (("444", 0), ("422", 1), ("420", 2), ("411", "4:1:1")):
        yield f"{name}.jpg", saved(rgb, "JPEG", quality=80, subsampling=sampling)
        yield f"{name}_progressive.jpg", saved(rgb, "JPEG", quality=40, subsampling=sampling, progressive=True)
    yield "grey.jpg", saved(rgb.convert("L"), "JPEG")
    yield "cmyk.jpg", saved(Image.fromarray(photograph(width, height, 4), "CMYK"), "JPEG")
    yield "restarts.jpg", saved(rgb, "JPEG", restart_marker_blocks=2)
    yield "components_rgb.jpg", saved(rgb, "JPEG", keep_rgb=True)
    yield "mpo.jpg", saved(rgb, "MPO", save_all=True, append_images=[rgb.rotate(180)])


def png_files(width, height):
    rgb = Image.fromarray(photograph(width, height, 3))
    rgba = Image.fromarray(photograph(width, height, 4))
    yield "rgb.png", saved(rgb, "PNG")
    yield "rgba.png", saved(rgba, "PNG")
    yield "grey_alpha.png", saved(Image.fromarray(photograph(width, height, 2)), "PNG")
    yield "palette_transparent.png", saved(rgb.quantize(37), "PNG", transparency=bytes(range(37)))
    yield "rgb_transparent_colour.png", saved(rgb, "PNG", transparency=(1, 2, 3))
    for colour, channels, depths in ((0, 1, (1, 2, 4, 8, 16)), (2, 3, (16,)), (3, 1, (1, 2, 4, 8)), (4, 2, (16,)), (6, 4, (16,))):
        for bits in depths:
            samples = rng.integers(0, 2**bits, (height, width, channels))
            palette = rng.integers(0, 256, 3 * 2**bits, dtype=np.uint8).tobytes() if colour == 3 else None
            yield f"colour{colour}_{bits}bit.png", png(samples, bits, colour, palette=palette)
            yield f"colour{colour}_{bits}bit_interlaced.png", png(samples, bits, colour, True, palette=palette)
    samples = photograph(width, height, 3)
    yield "gamma.png", png(samples, 8, 2, before=chunk(b"gAMA", struct.pack(">I", 10000)) + chunk(b"sRGB", b"\0"))
    yield "bad_profile.png", png(samples, 8, 2, before=chunk(b"iCCP", b"x\0\0garbage"))
    yield "short_palette.png", png(rng.integers(0, 256, (height, width, 1)), 8, 3, palette=bytes(range(60)))
    yield "animated.png", saved(rgb, "PNG", save_all=True, append_images=[rgb.rotate(180)])


def webp_files(width, height):
    rgb, rgba = Image.fromarray(photograph(width, height, 3)), Image.fromarray(photograph(width, height, 4))
    yield "lossless.webp", saved(rgb, "WEBP", lossless=True)
    yield "lossless_alpha.webp", saved(rgba, "WEBP", lossless=True, exact=True)
    yield "lossy.webp", saved(rgb, "WEBP", quality=60)
    yield "lossy_alpha.webp", saved(rgba, "WEBP", quality=60)
    yield "animated.webp", saved(rgba, "WEBP", lossless=True, save_all=True, append_images=[rgb.rotate(180)])


def gif_files(width, height):
    rgb = Image.fromarray(photograph(width, height, 3))
    yield "palette.gif", saved(rgb.quantize(50), "GIF", interlace=0)
    yield "interlaced.gif", saved(rgb.quantize(50), "GIF", interlace=1)
    yield "grey.gif", saved(rgb.convert("L"), "GIF")
    yield "transparent.gif", saved(rgb.quantize(16), "GIF", transparency=3)
    yield "animated.gif", saved(rgb.quantize(50), "GIF", save_all=True, append_images=[rgb.rotate(180).quantize(20)])
    # The screen is one colour; the frame is smaller and lies inside.
    whole = saved(rgb.quantize(50), "GIF", interlace=0)
    yield "frame_inside.gif", whole[:6] + struct.pack("<HH", width + 9, height + 5) + whole[10:]
    yield "frame_outside.gif", whole[:6] + struct.pack("<HH", 1, 1) + whole[10:]


def bmp_files(width, height):
    ramp = b"".join(bytes([i, i, i, 0]) for i in range(256))
    for bits in (1, 4, 8):
        palette = rng.integers(0, 256, 4 * 2**bits, dtype=np.uint8).tobytes()
        yield f"palette{bits}.bmp", bmp(width, height, bits, noise_rows(width, height, bits), palette=palette)
    for bits in (16, 24, 32):
        yield f"{bits}bit.bmp", bmp(width, height, bits, noise_rows(width, height, bits))
        yield f"{bits}bit_top_down.bmp", bmp(width, height, bits, noise_rows(width, height, bits), top_down=True)
    yield "black_and_white.bmp", bmp(width, height, 1, noise_rows(width, height, 1), palette=ramp[:4] + ramp[-4:])
    yield "grey.bmp", bmp(width, height, 8, noise_rows(width, height, 8), palette=ramp)
    yield "masks_565.bmp", bmp(width, height, 16, noise_rows(width, height, 16), 3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
    for bits, compression in ((8, 1), (4, 2)):
        palette = rng.integers(0, 256, 4 * 2**bits, dtype=np.uint8).tobytes()
        yield f"rle{bits}.bmp", bmp(width, height, bits, run_lengths(width, height, bits), compression, palette)


def tiff_files(width, height):
    rgb = Image.fromarray(photograph(width, height, 3))
    for name, compression in (("raw", "raw"), ("lzw", "tiff_lzw"), ("packbits", "packbits"), ("jpeg", "jpeg")):
        yield f"{name}.tif", saved(rgb, "TIFF", compression=compression)
    yield "fax_g3.tif", saved(rgb.convert("1"), "TIFF", compression="group3")
    yield "fax_g4_white_is_zero.tif", saved(rgb.convert("1"), "TIFF", compression="group4", tiffinfo={262: 0})
    for bits in (1, 2, 4, 8):
        samples = rng.integers(0, 2**bits, (height, width, 1))
        yield f"grey{bits}.tif", tiff(samples, bits, 1, big_endian=bits > 2)
        yield f"grey{bits}_white_is_zero.tif", tiff(samples, bits, 0)
        yield f"palette{bits}.tif", tiff(samples, bits, 3, palette=[int(v) for v in rng.integers(0, 65536, 3 * 2**bits)])
    for name, channels, photometric, extra in (("rgb", 3, 2, ()), ("rgba", 4, 2, (2,)), ("rgba_undescribed", 4, 2, ()), ("cmyk", 4, 5, ())):
        for bits in (8, 16):
            yield f"{name}{bits}.tif", tiff(rng.integers(0, 2**bits, (height, width, channels)), bits, photometric, extra, big_endian=bits == 16)
    samples = photograph(width, height, 4)
    yield "premultiplied.tif", tiff(samples, 8, 2, (1,))
    yield "unused_sample.tif", tiff(samples, 8, 2, (0,))
    yield "grey_alpha.tif", tiff(samples[..., :2], 8, 1, (2,))
    yield "grey16.tif", tiff(rng.integers(0, 65536, (height, width, 1)), 16, 1)
    yield "tiles.tif", tiff(samples[..., :3], 8, 2, tile=(32, 16))
    yield "planes.tif", tiff(samples[..., :3], 8, 2, planar=True)
    yield "planes_tiles.tif", tiff(samples, 8, 2, (2,), planar=True, tile=(16, 16))


def exif_files(width, height):
    rgb = Image.fromarray(photograph(width, height, 3))
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        yield f"exif{orientation}.png", saved(rgb, "PNG", exif=exif)
    exif[0x0112] = 6
    yield "exif6.jpg", saved(rgb, "JPEG", exif=exif)
    yield "exif6.webp", saved(rgb, "WEBP", lossless=True, exif=exif)
    yield "exif6.tif", tiff(photograph(width, height, 3), 8, 2, orientation=6)


def files():
    width, height = 37, 23
    for make in (jpeg_files, png_files, webp_files, gif_files, bmp_files, tiff_files):
        yield from make(width, height)
    yield from exif_files(31, 17)
    for size in ((1, 1), (1, 90), (90, 1), (61, 250)):
        image = Image.fromarray(photograph(*size, 3))
        name = f"{size[0]}x{size[1]}"
        yield f"{name}.jpg", saved(image, "JPEG")
        yield f"{name}.png", saved(image, "PNG")
        yield f"{name}.gif", saved(image.quantize(9), "GIF")


def scaled_from_16_bits(image):
    if not image.mode.startswith("I;16"):
        return image
    return Image.fromarray(((np.asarray(image).astype(np.uint32) * 255 + 32767) // 65535).astype(np.uint8))


def open_clip_pixels(image):
    """torchvision's Resize(CROP) and CenterCrop(CROP), then convert("RGB"), in whole numbers."""
    width, height = image.size
    short, long = min(width, height), max(width, height)
    other = int(CROP * long / short)
    image = image.resize((CROP, other) if width <= height else (other, CROP), Image.Resampling.BICUBIC)
    left, top = int(round((image.width - CROP) / 2.0)), int(round((image.height - CROP) / 2.0))
    return image.crop((left, top, left + CROP, top + CROP)).convert("RGB").tobytes()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def write_pictures():
    pictures = OUT / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    lines = []
    for name, data in files():
        (pictures / name).write_bytes(data)
        image = scaled_from_16_bits(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))
        pixels = image.convert("RGB").tobytes()
        if name.endswith(".jpg"):
            (pictures / f"{name}.rgb").write_bytes(pixels)
        lines.append(f"{name} {image.mode} {image.width} {image.height} {sha256(pixels)} {sha256(open_clip_pixels(image))}\n")
    (OUT / "pictures.txt").write_text("".join(lines))


# --- Resize -----------------------------------------------------------------------------------------------------------------


def noise(count):
    """The bytes of resize_golden_test.cpp: the upper bits of a linear congruential generator (Numerical Recipes)."""
    state, out = 1, bytearray()
    for _ in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        out.append(state >> 24)
    return bytes(out)


def write_resizes():
    channels = {"1": 1, "L": 1, "LA": 2, "P": 1, "RGB": 3, "RGBA": 4, "CMYK": 4}
    data, lines = noise(200 * 200 * 4), []
    for mode, count in channels.items():
        for i in range(40 if mode not in ("1", "P") else 12):
            width, height, new_width, new_height = (int(v) for v in rng.integers(1, 200, 4))
            filter = ("bicubic", "bilinear")[i % 4 == 3]
            raw = data[: width * height * count]
            if mode == "1":
                image = Image.frombytes("L", (width, height), raw).point(lambda v: 255 if v >= 128 else 0, "1")
            else:
                image = Image.frombytes("L" if mode == "P" else mode, (width, height), raw)
            if mode == "P":
                image.putpalette(bytes(range(256)) * 3)
            resized = image.resize((new_width, new_height), Image.Resampling[filter.upper()])
            pixels = resized.convert("L").tobytes() if mode == "1" else resized.tobytes()
            lines.append(f"{mode} {width} {height} {new_width} {new_height} {filter} {sha256(pixels)}\n")
    (OUT / "resize.txt").write_text("".join(lines))


if __name__ == "__main__":
    write_pictures()
    write_resizes()
