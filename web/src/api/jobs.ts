// Background work: listed, cancelled, paused, resumed.
import { request } from './client';
import type { Job, Page } from './types';

export async function listJobs(organization: string): Promise<Job[]> {
  return (await request<Page<Job>>('GET', `/api/organization/${organization}/jobs`)).items;
}

export function cancelJob(id: string): Promise<unknown> {
  return request('POST', `/api/v2/job/${id}/cancel`);
}

export function pauseJob(id: string): Promise<unknown> {
  return request('POST', `/api/v2/job/${id}/pause`);
}

export function resumeJob(id: string): Promise<unknown> {
  return request('POST', `/api/v2/job/${id}/resume`);
}
