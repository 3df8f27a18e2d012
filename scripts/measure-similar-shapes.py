"""Of the nearest shapes of a label, how many have that label? Imports a folder of images with Pascal VOC files (images/ and voc/, as the BCCD
blood cells come), embeds every shape and takes each shape of the label as a query, all by the program's command line and HTTP API.

    KINDRED_BINARY=build/release/kindred .tools/python/bin/python scripts/measure-similar-shapes.py FOLDER LABEL [--model MODEL-FOLDER]

The data folder is temporary. Without --model the bundled demo model is used; its margin around boxes is the default, 0.
"""

import argparse
import collections
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / 'tests'))

from harness.client import EMOJI_MODEL, Client  # noqa: E402
from harness.server import Server, run  # noqa: E402

NEAREST = 10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=pathlib.Path, help='with images/ and voc/')
    parser.add_argument('label', help='whose shapes are the queries')
    parser.add_argument('--model', type=pathlib.Path, help='an open_clip folder, in place of the demo model')
    parser.add_argument('--margin', type=float, default=0, help='around each box, as a part of its size')
    return parser.parse_args()


def nearest_of(client, version, label):
    """For each shape of the label, the labels of its nearest."""
    labels = {shape['id']: shape['label']['name'] for shape in client.all(f'/api/dataset/version/{version}/shapes')}
    for shape in [shape for shape, name in labels.items() if name == label]:
        found = client.get(f'/api/dataset/version/{version}/shapes/ids/visual-search', visual_search_query=shape, visual_search_limit=NEAREST)
        yield [labels[point['id']] for point in found['points']]


def main():
    asked = arguments()
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / 'data'
        model = EMOJI_MODEL
        if asked.model:
            model = 'measured||model'
            run('model', 'add', asked.model, '--key', model, '--data', data)
        run('import', asked.folder / 'images', '--dataset', 'set', '--version', 'v1', '--annotations', asked.folder / 'voc', '--format', 'pascal_voc',
            '--data', data, timeout=600)
        with Server(data) as server:
            client = Client(server.port)
            version = client.version_id('set', 'v1')
            job = client.post(f'/api/dataset/version/{version}/embeddings/shapes', {'model': model, 'margin': asked.margin}, status=202)['job_id']
            done = client.wait(job)
            print(f'{model}: {done["message"]}')
            near = list(nearest_of(client, version, asked.label))
    counts = collections.Counter(label for labels in near for label in labels)
    total = sum(counts.values())
    print(f'{len(near)} queries of the label {asked.label}, {NEAREST} nearest each: ' +
          ', '.join(f'{label} {count / total:.3f}' for label, count in counts.most_common()))


if __name__ == '__main__':
    main()
