"""Law: labels, annotations and shapes made by the SDK are the server's, its importers and builders read back what they wrote, and
forks carry what they should."""

import json

import pytest
from picsellia.exceptions import BadRequestError, NoDataError, ResourceConflictError, ResourceNotFoundError
from picsellia.types.enums import AnnotationStatus, ImportAnnotationMode, InferenceType

WIDTH, HEIGHT = 96, 72  # of the pictures


@pytest.fixture(scope='module')
def dataset(sdk):
    return sdk.create_dataset('annotated')


def new_version(dataset, datas, name, type):
    version = dataset.create_version(name, type=type)
    version.add_data(datas)
    return version


@pytest.fixture(scope='module')
def multi(dataset, datas):
    return new_version(dataset, datas, 'multi', InferenceType.MULTI)


def on_server(client, version, what='annotations'):
    return client.all(f'/api/dataset/version/{version.id}/{what}')


def full_mask():
    """A mask of every pixel: no zeros, then all ones."""
    text = '0'
    rest, more = WIDTH * HEIGHT, True
    while more:
        code = rest & 0x1F
        rest >>= 5
        more = rest != -1 if code & 0x10 else rest != 0
        text += chr((code | 0x20 if more else code) + 48)
    return text


def test_labels(multi, client):
    car = multi.create_label('car')
    assert multi.get_label('car').id == car.id == multi.get_or_create_label('car').id
    with pytest.raises(ResourceConflictError):
        multi.create_label('car')
    with pytest.raises(ResourceNotFoundError):
        multi.get_label('not there')
    tree = multi.get_or_create_label('tree')
    assert [label.name for label in multi.list_labels()] == ['car', 'tree']
    tree.update(name='bush')
    assert client.get(f'/api/dataset/version/{multi.id}/labels/find', name='bush')['id'] == str(tree.id)
    tree.set_skeleton(['root', 'leaf'], [[1, 2]])
    assert multi.get_skeletons() == {str(tree.id): {'vertices': ['root', 'leaf'], 'edges': [[1, 2]]}} and tree.get_skeleton()['edges'] == [[1, 2]]
    tree.set_attributes({'age': {'input_type': 'INTEGER', 'required': False}})
    assert tree.get_attributes() == {'age': {'input_type': 'INTEGER', 'required': False}}
    multi.set_attributes({'night': {'input_type': 'BOOLEAN', 'required': True}})
    assert multi.get_attributes() == {'night': {'input_type': 'BOOLEAN', 'required': True}}
    tree.delete()
    assert [row['name'] for row in client.get(f'/api/dataset/version/{multi.id}/labels')['items']] == ['car']


def test_annotations(multi, client):
    asset = multi.find_asset(filename='p000.png')
    with pytest.raises(ResourceNotFoundError):
        asset.get_annotation()
    first = asset.create_annotation(1.25)
    told = client.get(f'/api/annotation/{first.id}')
    assert (told['duration'], told['status'], told['asset_id']) == (1.25, 'PENDING', str(asset.id))
    first.update(duration=2.5, status=AnnotationStatus.ACCEPTED)
    first.sync()
    assert (first.duration, first.status) == (2.5, AnnotationStatus.ACCEPTED)
    last = asset.create_annotation()
    assert asset.get_annotation().id == last.id
    assert [one.id for one in asset.list_annotations()] == [last.id, first.id]
    assert [one.id for one in multi.list_annotations(status=AnnotationStatus.ACCEPTED)] == [first.id]
    assert [row['id'] for row in on_server(client, multi)] == [str(last.id), str(first.id)]
    first.delete()
    multi.list_annotations().delete()
    assert on_server(client, multi) == []
    with pytest.raises(NoDataError):
        multi.list_annotations()


def test_all_kinds_of_shapes(multi, client):
    car, van = multi.get_or_create_label('car'), multi.get_or_create_label('van')
    asset = multi.find_asset(filename='p001.jpg')
    annotation = asset.create_annotation()
    rectangle = annotation.create_rectangle(-1, 2, 30, 40, car)
    polygon = annotation.create_polygon([[0, 0], [0, 10], [10, 10]], car)
    line = annotation.create_line([[0, 0], [5, 5], [9, 0]], car)
    point = annotation.create_point([7, 8], car)
    classification = annotation.create_classification(car)
    mask = annotation.create_mask(full_mask(), car)
    assert (mask.area, mask.bbox) == (WIDTH * HEIGHT, [0, 0, WIDTH, HEIGHT])
    shapes = {row['id']: row for row in client.get(f'/api/asset/{asset.id}/shapes')['items']}
    assert len(shapes) == 6
    assert [shapes[str(rectangle.id)][field] for field in 'xywh'] == [-1, 2, 30, 40]
    assert shapes[str(polygon.id)]['polygon'] == [[0, 0], [0, 10], [10, 10]]
    assert shapes[str(line.id)]['line'] == [[0, 0], [5, 5], [9, 0]] and shapes[str(point.id)]['point'] == [7, 8]
    assert shapes[str(classification.id)]['label']['name'] == 'car' and shapes[str(mask.id)]['mask'] == mask.mask

    rectangle.update(x=5, label=van, text='plate')
    polygon.update(coords=[[1, 1], [1, 11], [11, 11]])
    line.update(coords=[[0, 0], [1, 1]])
    point.update(coords=[1, 2])
    classification.update(label=van)
    assert [annotation.list_rectangles()[0].x, annotation.list_rectangles()[0].label.name, annotation.list_rectangles()[0].text] == [5, 'van', 'plate']
    assert annotation.list_polygons()[0].coords == [[1, 1], [1, 11], [11, 11]] and annotation.list_lines()[0].coords == [[0, 0], [1, 1]]
    assert annotation.list_points()[0].coords == [1, 2] and annotation.list_classifications()[0].label.name == 'van'
    rectangle.sync()
    mask.sync()
    for shape in (polygon, line, point, classification, mask):
        shape.delete()
    assert [row['id'] for row in client.get(f'/api/asset/{asset.id}/shapes')['items']] == [str(rectangle.id)]
    with pytest.raises(BadRequestError):
        annotation.create_rectangle(0, 0, -5, 5, car)

    annotation.overwrite(rectangles=[(1, 2, 3, 4, van)], points=[([5, 6], car)], masks=[(full_mask(), van)], duration=9)
    assert client.get(f'/api/annotation/{annotation.id}')['duration'] == 9
    assert sorted(row['type'] for row in client.get(f'/api/asset/{asset.id}/shapes')['items']) == ['MASK', 'POINT', 'RECTANGLE']
    annotation.delete()


def coco(version_type):
    images = [{'id': i, 'file_name': name, 'width': WIDTH, 'height': HEIGHT} for i, name in enumerate(['p000.png', 'p001.jpg', 'p002.png'])]
    categories = [{'id': 1, 'name': 'car', 'supercategory': 'vehicle'}, {'id': 2, 'name': 'tree'}]
    annotations = []
    for i, (image, category) in enumerate([(0, 1), (0, 2), (1, 1), (2, 2)]):
        one = {'id': i, 'image_id': image, 'category_id': category, 'bbox': [i, 2, 10 + i, 20], 'area': 1.0, 'segmentation': [], 'iscrowd': 0}
        if version_type == InferenceType.SEGMENTATION:
            one['segmentation'] = [[i, 2, 10 + i, 2, 10 + i, 22, i, 22]]
        if version_type == InferenceType.MASK:
            one['segmentation'] = {'counts': full_mask(), 'size': [HEIGHT, WIDTH]}
        annotations.append(one)
    return {'images': images, 'categories': categories, 'annotations': annotations}


@pytest.mark.parametrize(('type', 'kind'), [(InferenceType.OBJECT_DETECTION, 'rectangles'), (InferenceType.SEGMENTATION, 'polygons'),
                                            (InferenceType.CLASSIFICATION, 'classifications'), (InferenceType.MASK, 'masks')])
def test_coco_files(dataset, datas, client, tmp_path, type, kind):
    version = new_version(dataset, datas, f'coco {type.name}', InferenceType.NOT_CONFIGURED)
    version.set_type(type)
    path = tmp_path / 'coco.json'
    path.write_text(json.dumps(coco(type)))
    version.import_annotations_coco_file(path, force_create_label=True, status=AnnotationStatus.ACCEPTED)
    stats = version.retrieve_stats()
    assert (stats.label_repartition, stats.nb_objects, stats.nb_annotations) == ({'car': 2, 'tree': 2}, 4, 3)
    assert {row['status'] for row in on_server(client, version)} == {'ACCEPTED'}
    loaded = version.load_annotations()
    assert sum(len(annotation[kind]) for annotations in loaded.values() for annotation in annotations) == 4
    assert len(on_server(client, version, 'shapes')) == 4

    again = {'REPLACE': (4, 3), 'KEEP': (4, 3), 'CONCATENATE': (8, 3)}
    for mode, expected in again.items():
        version.import_annotations_coco_file(path, mode=ImportAnnotationMode(mode))
        stats = version.retrieve_stats()
        assert (stats.nb_objects, stats.nb_annotations) == expected, mode
    if kind == 'rectangles':
        version.import_annotations_coco_file(path, mode=ImportAnnotationMode.REPLACE)
        built = version.build_coco_file_locally()
        names = {category.id: category.name for category in built.categories}
        files = {image.id: image.file_name for image in built.images}
        told = sorted((files[one.image_id], names[one.category_id], one.bbox) for one in built.annotations)
        assert told == [('p000.png', 'car', [0, 2, 10, 20]), ('p000.png', 'tree', [1, 2, 11, 20]), ('p001.jpg', 'car', [2, 2, 12, 20]),
                        ('p002.png', 'tree', [3, 2, 13, 20])]
    version.delete_all_annotations()
    assert on_server(client, version) == [] and on_server(client, version, 'shapes') == []


def test_keypoints_of_coco_files(dataset, datas, client, tmp_path):
    version = new_version(dataset, datas, 'keypoints', InferenceType.KEYPOINT)
    file = coco(InferenceType.KEYPOINT)
    for category in file['categories']:
        category.update(keypoints=['head', 'tail'], skeleton=[[1, 2]])
    for annotation in file['annotations']:
        annotation.update(keypoints=[1, 2, 2, 0, 0, 0], num_keypoints=1)
    path = tmp_path / 'coco.json'
    path.write_text(json.dumps(file))
    version.import_annotations_coco_file(path)
    assert {row['type'] for row in on_server(client, version, 'shapes')} == {'KEYPOINTS'}
    assert on_server(client, version, 'shapes')[0]['keypoints'] == [[1, 2, 2], [0, 0, 0]]
    assert all(skeleton['vertices'] == ['head', 'tail'] for skeleton in version.get_skeletons().values())
    built = version.build_coco_file_locally()
    assert [one.keypoints for one in built.annotations] == [[1, 2, 2, 0, 0, 0]] * 4


def test_pascal_voc_files(dataset, datas, client, tmp_path):
    version = new_version(dataset, datas, 'voc', InferenceType.OBJECT_DETECTION)
    path = tmp_path / 'p000.xml'
    path.write_text(f'''<annotation><folder>f</folder><filename>p000.png</filename>
      <size><width>{WIDTH}</width><height>{HEIGHT}</height><depth>3</depth></size>
      <object><name>cell</name><bndbox><xmin>4</xmin><ymin>5</ymin><xmax>24</xmax><ymax>35</ymax></bndbox></object></annotation>''')
    version.import_annotation_voc_file(path)
    (shape,) = on_server(client, version, 'shapes')
    assert ([shape[field] for field in 'xywh'], shape['label']['name']) == ([4, 5, 20, 30], 'cell')
    assert version.find_asset(filename='p000.png').get_annotation().list_rectangles()[0].label.name == 'cell'


def test_yolo_files(dataset, datas, client, tmp_path):
    version = new_version(dataset, datas, 'yolo', InferenceType.OBJECT_DETECTION)
    config = tmp_path / 'data.yaml'
    config.write_text("names: ['red', 'blue']\nnc: 2\n")
    label = tmp_path / 'p001.txt'
    label.write_text('1 0.5 0.5 0.25 0.5\n')
    version.import_annotations_yolo_files(configuration_yaml_path=config, file_paths=[label])
    (shape,) = on_server(client, version, 'shapes')
    assert ([shape[field] for field in 'xywh'], shape['label']['name']) == ([36, 18, 24, 36], 'blue')


def test_forks_and_copies_carry_annotations(dataset, datas, client):
    parent = new_version(dataset, datas, 'parent', InferenceType.OBJECT_DETECTION)
    car = parent.create_label('car')
    parent.create_label('unused')
    for asset in parent.list_assets(limit=3):
        asset.create_annotation(1.0).create_rectangle(1, 2, 3, 4, car)
    fork, job = parent.fork('fork with annotations', with_annotations=True, with_labels=True)
    job.wait_for_done()
    assert {label.name for label in fork.list_labels()} == {'car', 'unused'}
    assert (fork.retrieve_stats().nb_objects, fork.retrieve_stats().nb_annotations) == (3, 3)
    theirs, ours = (on_server(client, one, 'shapes') for one in (parent, fork))
    assert {row['id'] for row in ours}.isdisjoint(row['id'] for row in theirs)
    assert [[row[field] for field in 'xywh'] for row in ours] == [[row[field] for field in 'xywh'] for row in theirs]

    labels_only, job = parent.fork('fork with labels', with_labels=True)
    job.wait_for_done()
    assert {label.name for label in labels_only.list_labels()} == {'car', 'unused'} and on_server(client, labels_only) == []
    bare, job = parent.fork('bare fork')
    job.wait_for_done()
    assert on_server(client, bare) == []

    target = dataset.create_version('target', type=InferenceType.OBJECT_DETECTION)
    parent.copy_assets_to(target, parent.list_assets(), with_annotations=True).wait_for_done()
    assert target.retrieve_stats().nb_objects == 3
    parent.delete()
    assert fork.retrieve_stats().nb_objects == 3


def test_splits_know_the_labels(dataset, datas):
    version = new_version(dataset, datas, 'split', InferenceType.OBJECT_DETECTION)
    car = version.create_label('car')
    for asset in version.list_assets():
        asset.create_annotation().create_rectangle(1, 2, 3, 4, car)
    train, test, counts, _, labels = version.train_test_split(prop=0.5)
    assert len(train) + len(test) == len(datas) and [label.name for label in labels] == ['car']
