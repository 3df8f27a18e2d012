// People, their roles and their tokens.
import { request } from './client';
import type { Role } from './types';

export interface User {
  id: string;
  username: string;
  role: Role;
}

export interface Token {
  id: string;
  name: string;
  created_at: string;
  last_used_at: string | null;
  expires_at: string | null;
  revoked: boolean;
}

export async function listUsers(): Promise<User[]> {
  return (await request<{ items: User[] }>('GET', '/api/users')).items;
}

export function createUser(username: string, role: Role, password: string): Promise<User> {
  return request('POST', '/api/users', { body: { username, role, password } });
}

export function changeUser(user: string, change: { role?: Role; password?: string }): Promise<User> {
  return request('PATCH', `/api/users/${user}`, { body: change });
}

export function deleteUser(user: string): Promise<unknown> {
  return request('DELETE', `/api/users/${user}`);
}

// `oldPassword` empty: there was none.
export function changeOwnPassword(oldPassword: string, password: string): Promise<unknown> {
  return request('PATCH', '/api/me', { body: oldPassword === '' ? { password } : { old_password: oldPassword, password } });
}

// One's own.
export async function listTokens(): Promise<Token[]> {
  return (await request<{ items: Token[] }>('GET', '/api/tokens')).items.filter((token) => !token.revoked);
}

// The secret is told this once.
export async function createToken(name: string, days: number | null): Promise<string> {
  return (await request<{ token: string }>('POST', '/api/tokens', { body: days === null ? { name } : { name, days } })).token;
}

export function revokeToken(token: string): Promise<unknown> {
  return request('DELETE', `/api/tokens/${token}`);
}
