"""Law: a broken model folder is refused by `model add` and by `embed`, with the name of the tensor or option that is wrong."""

import json
import pathlib
import shutil
import struct

import pytest

from harness import pictures
from harness.server import run

DEMO = pathlib.Path(__file__).parents[2] / 'models' / 'demo-clip'
TENSOR = 'visual.transformer.resblocks.2.mlp.c_fc.weight'


class Model:
    """A copy of the demo model whose configuration and tensors can be changed."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name in ('open_clip_config.json', 'open_clip_model.safetensors'):
            shutil.copy(DEMO / name, folder)
        self.weights = folder / 'open_clip_model.safetensors'

    def header(self):
        with open(self.weights, 'rb') as file:
            size, = struct.unpack('<Q', file.read(8))
            return json.loads(file.read(size)), file.read()

    def write(self, header, content):
        text = json.dumps(header).encode()
        self.weights.write_bytes(struct.pack('<Q', len(text)) + text + content)

    def change_header(self, change):
        header, content = self.header()
        change(header)
        self.write(header, content)

    def change_config(self, change):
        path = self.folder / 'open_clip_config.json'
        config = json.loads(path.read_text())
        change(config['model_cfg'])
        path.write_text(json.dumps(config))


def rename(header):
    header['visual.elsewhere'] = header.pop(TENSOR)


def reshape(header):
    header[TENSOR]['shape'] = header[TENSOR]['shape'][::-1]


def shorten(header):
    begin, end = header[TENSOR]['data_offsets']
    header[TENSOR]['data_offsets'] = [begin, end - 4]


def beyond(header):
    header[TENSOR]['data_offsets'] = [10**9, 10**9 + 4]


def retype(header):
    header[TENSOR]['dtype'] = 'I64'


BREAKS = {
    'a missing tensor': (lambda model: model.change_header(rename), TENSOR),
    'a wrong shape': (lambda model: model.change_header(reshape), TENSOR),
    'a tensor that is too short': (lambda model: model.change_header(shorten), TENSOR),
    'a tensor beyond the end': (lambda model: model.change_header(beyond), TENSOR),
    'a type that is not read': (lambda model: model.change_header(retype), TENSOR),
    'an unknown option': (lambda model: model.change_config(lambda config: config['vision_cfg'].update(wavelets=True)), 'wavelets'),
    'an option of another value': (lambda model: model.change_config(lambda config: config['vision_cfg'].update(pool_type='average of sorts')), 'pool_type'),
    'an option of another type': (lambda model: model.change_config(lambda config: config['vision_cfg'].update(layers='six')), 'layers'),
    'more layers than tensors': (lambda model: model.change_config(lambda config: config['vision_cfg'].update(layers=7)), 'resblocks.6'),
    'a missing option': (lambda model: model.change_config(lambda config: config.pop('embed_dim')), 'embed_dim'),
    'a file cut off': (lambda model: model.weights.write_bytes(model.weights.read_bytes()[:10_000_000]), 'open_clip_model.safetensors'),
    'no tensors': (lambda model: model.weights.unlink(), 'open_clip_model.safetensors'),
    'an empty file of tensors': (lambda model: model.weights.write_bytes(b''), 'open_clip_model.safetensors'),
    'a configuration that is no JSON': (lambda model: (model.folder / 'open_clip_config.json').write_text('{'), 'open_clip_config.json'),
    'no configuration': (lambda model: (model.folder / 'open_clip_config.json').unlink(), 'open_clip_config.json'),
}


@pytest.mark.parametrize('name', BREAKS)
def test_a_broken_model_is_refused(tmp_path, name):
    break_it, named = BREAKS[name]
    model = Model(tmp_path / 'model')
    break_it(model)
    picture = pictures.folder_of(tmp_path / 'pictures', 1)[0]
    out = tmp_path / 'out.npy'
    for command in (['model', 'add', model.folder, '--key', 'my||model', '--data', tmp_path / 'data'],
                    ['embed', '--model', model.folder, '--out', out, picture]):
        done = run(*command, check=False)
        assert done.returncode == 1 and named in done.stderr, (command, done.returncode, done.stderr)
    assert not out.exists()
    assert 'my||model' not in run('model', 'list', '--data', tmp_path / 'data').stdout


def test_a_whole_model_is_taken(tmp_path):
    model = Model(tmp_path / 'model')
    run('model', 'add', model.folder, '--key', 'my||model', '--data', tmp_path / 'data')
    assert 'my||model' in run('model', 'list', '--data', tmp_path / 'data').stdout
    shutil.rmtree(model.folder)
    assert 'dimension      256' in run('model', 'show', 'my||model', '--data', tmp_path / 'data').stdout
