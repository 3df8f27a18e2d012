// Datasets and their versions, made and filled.
import { request } from './client';
import type { Dataset, DatasetVersion } from './types';

export function createDataset(organization: string, name: string): Promise<Dataset> {
  return request('POST', `/api/organization/${organization}/datasets`, { body: { name } });
}

export function createVersion(dataset: string, version: string): Promise<DatasetVersion> {
  return request('POST', `/api/dataset/${dataset}/versions`, { body: { version } });
}

export function deleteDataset(dataset: string): Promise<unknown> {
  return request('DELETE', `/api/dataset/${dataset}`);
}

export function deleteVersion(version: string): Promise<unknown> {
  return request('DELETE', `/api/dataset/version/${version}`);
}

export const kMostAssetsAtOnce = 10_000; // the server's limit for one request

// A job copies the assets; `assets` null: all of the parent's.
export async function forkVersion(dataset: string, parent: string, version: string, assets: readonly string[] | null, withTags: boolean): Promise<DatasetVersion> {
  const body: Record<string, unknown> = { parent_id: parent, version, with_tags: withTags, with_labels: true, with_annotations: true };
  if (assets !== null) body['asset_ids'] = assets;
  return (await request<{ dataset_version: DatasetVersion }>('POST', `/api/dataset/${dataset}/fork`, { body })).dataset_version;
}

export async function copyAssets(from: string, to: string, assets: readonly string[], withTags: boolean): Promise<void> {
  for (let first = 0; first < assets.length; first += kMostAssetsAtOnce) {
    await request('POST', `/api/dataset/version/${from}/assets/copy`, {
      body: { destination_id: to, asset_ids: assets.slice(first, first + kMostAssetsAtOnce), with_tags: withTags },
    });
  }
}

export async function addAssets(version: string, datas: readonly string[]): Promise<void> {
  for (let first = 0; first < datas.length; first += kMostAssetsAtOnce) {
    await request('POST', `/api/dataset/version/${version}/assets`, { body: { data_ids: datas.slice(first, first + kMostAssetsAtOnce) } });
  }
}
