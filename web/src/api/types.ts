// The JSON of the wire contract, as far as the app reads it.

export type Role = 'VIEWER' | 'EDITOR' | 'ADMIN';

export interface Me {
  id: string;
  username: string;
  role: Role;
  organization: { id: string; name: string };
  csrf_token: string;
}

export interface Datalake {
  id: string;
  name: string;
  connector_id: string;
}

export interface Dataset {
  id: string;
  name: string;
}

export interface DatasetVersion {
  id: string;
  origin_id: string;
  origin_name: string;
  version: string;
  type: string;
  created_at: string;
  asset_count?: number; // when asked for alone
}

export interface Tag {
  id: string;
  name: string;
}

export type UploadStatus = 'PENDING' | 'COMPUTING' | 'ERROR' | 'DONE';

export interface Data {
  id: string;
  filename: string;
  object_name: string;
  type: 'IMAGE' | 'VIDEO';
  content_type: string;
  upload_status: UploadStatus;
  bytes?: number;
  meta?: { width: number; height: number } | null;
  metadata?: Record<string, unknown> | null;
  custom_metadata?: Record<string, unknown> | null;
  created_at?: string;
}

export interface Asset {
  id: string;
  data: Data;
}

export interface Page<T> {
  items: T[];
  count: number;
  next_cursor?: string | null;
}

export interface Point {
  id: string;
  score: number;
}

export type EmbeddingStatus = 'PENDING' | 'DONE' | 'ERROR' | 'UNSUPPORTED';
export type VisualSearchState = 'INACTIVE' | 'ACTIVATING' | 'ACTIVE' | 'DEACTIVATING';

export interface VisualSearch {
  state: VisualSearchState;
  model: string | null;
  dimension: number | null;
  counts: { pending: number; done: number; error: number; unsupported: number };
  job_id: string | null;
}

export interface Model {
  key: string;
  bundled: boolean; // the small one for demonstrations
}

export interface FailedItem {
  id: string;
  asset_id?: string; // whose shape it is
  filename: string;
  label?: string; // of a shape
  status: EmbeddingStatus;
  reason: string | null;
}

// Version 2 words; PENDING is a paused job.
export type JobStatus = 'PENDING' | 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'KILLED';

export interface Job {
  id: string;
  type: string;
  status: JobStatus;
  done: number;
  total: number;
  stage: string;
  message: string;
  username: string;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
}
