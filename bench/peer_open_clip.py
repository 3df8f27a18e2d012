"""PyTorch open_clip beside Kindred, for ./dev bench embed: one process that stays warm and does what it's told.

    peer_open_clip.py THREADS BATCH

Reads one JSON object a line and answers with one:
  {"model": FOLDER}                                                   the model for what follows -> {"versions": "..."}
  {"files": [...], "precision": "fp32" | "bf16", "out": FILE or ""}   -> {"seconds": wall, "core_seconds": all processes}
  {"tensors": N, "precision": ...}                                    the same without files

Files go through PIL and open_clip's own evaluation transform in worker processes that stay, one for each thread.
"""

import json
import os
import sys
import time

os.environ.pop("OPENBLAS_CORETYPE", None)  # would hide instructions of the CPU from NumPy

import numpy as np
import open_clip
import torch
from PIL import Image

THREADS, BATCH = int(sys.argv[1]), int(sys.argv[2])
os.nice(10)  # as low a priority as the job that is compared


class Files(torch.utils.data.Dataset):
    def __init__(self, files, transform):
        self.files, self.transform = files, transform

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        return self.transform(Image.open(self.files[index]))


class Peer:
    def __init__(self):
        self.models, self.loaders = {}, {}

    def load(self, folder):
        model, _, self.transform = open_clip.create_model_and_transforms("local-dir:" + folder)
        self.models = {"fp32": model.eval()}
        self.loaders = {}
        self.folder = folder

    def model(self, precision):
        if precision not in self.models:
            model, _, _ = open_clip.create_model_and_transforms("local-dir:" + self.folder, precision="bf16")
            self.models[precision] = model.eval()
        return self.models[precision]

    def embed_batch(self, batch, precision):
        batch = batch.to(torch.bfloat16 if precision == "bf16" else torch.float32)
        return self.model(precision).encode_image(batch, normalize=True).float()

    def loader(self, files):
        key = tuple(files)
        if key not in self.loaders:
            self.loaders = {key: torch.utils.data.DataLoader(Files(files, self.transform), batch_size=BATCH, num_workers=THREADS, persistent_workers=True)}
            for _ in self.loaders[key]:  # so that workers are there and files in the page cache
                pass
        return self.loaders[key]

    def embed_files(self, files, precision):
        return torch.cat([self.embed_batch(batch, precision) for batch in self.loader(files)]).numpy()

    def embed_tensors(self, count, precision):
        size = self.models["fp32"].visual.image_size[0]
        batch = torch.rand(BATCH, 3, size, size)
        for _ in range(0, count, BATCH):
            self.embed_batch(batch, precision)


def core_seconds():
    """Of this process and the workers that live."""
    ticks = 0
    for process in [os.getpid()] + [child.pid for child in torch.multiprocessing.active_children()]:
        with open(f"/proc/{process}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def timed(work):
    wall, cores = time.perf_counter(), core_seconds()
    result = work()
    return result, {"seconds": time.perf_counter() - wall, "core_seconds": core_seconds() - cores}


def answer(peer, order):
    if "model" in order:
        peer.load(order["model"])
        return {"versions": f"torch {torch.__version__}, open_clip {open_clip.__version__}"}
    precision = order["precision"]
    peer.embed_tensors(BATCH, precision)  # warm
    if "tensors" in order:
        return timed(lambda: peer.embed_tensors(order["tensors"], precision))[1]
    peer.loader(order["files"])
    vectors, times = timed(lambda: peer.embed_files(order["files"], precision))
    if order["out"]:
        np.save(order["out"], vectors.astype(np.float32))
    return times


def main():
    torch.set_num_threads(THREADS)
    peer = Peer()
    with torch.inference_mode():
        for line in sys.stdin:
            print(json.dumps(answer(peer, json.loads(line))), flush=True)


main()
