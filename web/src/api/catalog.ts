// Who is signed in, and what there is to look at.
import { request, setCsrfToken } from './client';
import type { Datalake, Dataset, DatasetVersion, Me } from './types';

export async function getMe(signal?: AbortSignal): Promise<Me> {
  const me = await request<Me>('GET', '/api/me', signal ? { signal } : {});
  setCsrfToken(me.csrf_token);
  return me;
}

// Exchanges a password or an API token for a session cookie.
export async function signIn(proof: { username: string; password: string } | { token: string }): Promise<void> {
  await request('POST', '/api/session', { body: proof });
}

export async function signOut(): Promise<void> {
  await request('DELETE', '/api/session');
  setCsrfToken(null);
}

export async function listDatalakes(organization: string): Promise<Datalake[]> {
  return (await request<{ items: Datalake[] }>('GET', `/api/organization/${organization}/datalakes`)).items;
}

export async function listDatasets(organization: string): Promise<Dataset[]> {
  return (await request<{ items: Dataset[] }>('GET', `/api/organization/${organization}/datasets`, { query: { limit: 1000, offset: 0 } })).items;
}

export async function listVersions(dataset: string): Promise<DatasetVersion[]> {
  return (await request<{ items: DatasetVersion[] }>('GET', `/api/dataset/${dataset}/versions`, { query: { limit: 1000, offset: 0 } })).items;
}

export async function getVersion(version: string): Promise<DatasetVersion> {
  return request<DatasetVersion>('GET', `/api/dataset/version/${version}`);
}
