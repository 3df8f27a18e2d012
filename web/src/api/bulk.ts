// Actions on everything that a filter finds, without naming it: each is a job.
import { request } from './client';
import type { FilterBody } from './filter';
import { listPath, type Listed } from './scope';
import type { DatasetVersion } from './types';

export interface BulkStarted {
  job_id: string;
  count: number; // items it works on
  version?: DatasetVersion; // the new one, of a fork
}

export type BulkAction =
  | { action: 'add_tag' | 'remove_tag'; tag: string }
  | { action: 'remove' }
  | { action: 'fork'; version: string; with_tags: boolean; with_labels: boolean; with_annotations: boolean }
  | { action: 'add_to_version'; version_id: string; with_tags: boolean; with_annotations: boolean };

export function act(listed: Listed, filter: FilterBody, action: BulkAction): Promise<BulkStarted> {
  return request('POST', `${listPath(listed)}/bulk`, { body: { ...action, filter } });
}

// Of an action on tags.
export function undo(job: string): Promise<BulkStarted> {
  return request('POST', `/api/v2/job/${job}/undo`);
}
