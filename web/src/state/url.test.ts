// Law: parsing what was formatted gives the same route back; an address made by hand never yields a request the server would refuse.
import { describe, expect, it } from 'vitest';
import { clampLimit, formatRoute, itemsOf, parseRoute, type Route } from './url';

const id = '0189aa00-1111-7222-8333-444455556666';
const other = '0189aa00-1111-7222-8333-44445555ffff';
const scope = { kind: 'version', id } as const;

function roundTrip(route: Route): Route {
  const url = new URL(formatRoute(route), 'http://host');
  return parseRoute(url.pathname, url.search);
}

describe('routes', () => {
  const routes: Route[] = [
    { page: 'home' },
    { page: 'jobs' },
    { page: 'settings', scope: { kind: 'datalake', id } },
    { page: 'datasets' },
    { page: 'people' },
    itemsOf(scope),
    { ...itemsOf(scope), query: { kind: 'similar', like: [other], unlike: [], pictures: [], limit: 20 }, tags: ['a & b', 'ü=?#'], item: other },
    { ...itemsOf(scope), filter: 'filename ~ "a+b" and width >= 3', query: { kind: 'text', text: 'night rain, 50 % "wet"', limit: 200 } },
    { ...itemsOf(scope, 'shapes'), labels: ['cat', 'a & b'], statuses: ['PENDING', 'REFUSED'], item: other },
    { ...itemsOf(scope), view: 'table', order: '-filename' },
    { ...itemsOf(scope), view: 'map', map: { projection: other, region: 'apAAAA*dg3', camera: '0.5,0.25,4', colour: 'label', hidden: '!7' } },
    { ...itemsOf(scope), query: { kind: 'similar', like: [other, id], unlike: [scope.id.replace('0189', '0190')], pictures: [], limit: 20 } },
    { ...itemsOf(scope), query: { kind: 'similar', like: [], unlike: [other], pictures: [id], limit: 7 } },
    { page: 'unknown', path: '/what/is/this' },
  ];
  it.each(routes.map((route) => [formatRoute(route), route] as const))('%s comes back whole', (_, route) => {
    expect(roundTrip(route)).toEqual(route);
  });

  it('leaves the default number out of the address', () => {
    expect(formatRoute({ ...itemsOf(scope), query: { kind: 'text', text: 'cat', limit: 20 } })).toBe(`/version/${id}?text=cat`);
  });

  it('refuses ids that are not UUIDs', () => {
    expect(parseRoute('/version/12', '').page).toBe('unknown');
    expect(parseRoute(`/version/${id}`, '?similar=../../etc&item=x')).toEqual(itemsOf(scope));
    expect(parseRoute(`/version/${id}/shapes`, '?status=NONE&order=a;b')).toEqual(itemsOf(scope, 'shapes'));
    expect(parseRoute(`/version/${id}`, '?label=cat&status=PENDING')).toEqual(itemsOf(scope));
    expect(parseRoute(`/datalake/${id}/shapes`, '').page).toBe('unknown');
  });

  it('writes ids in lower case, as the server does', () => {
    expect(parseRoute(`/version/${id.toUpperCase()}`, '')).toMatchObject({ scope });
  });

  it('drops empty and doubled tags and blank prompts', () => {
    expect(parseRoute(`/version/${id}`, '?tag=a&tag=&tag=a&text=%20')).toMatchObject({ tags: ['a'], query: null });
  });
});

describe('how many', () => {
  it.each([
    [0, 1],
    [-5, 1],
    [2.6, 3],
    [1e9, 10_000],
    [Number.NaN, 20],
    [Number.POSITIVE_INFINITY, 20],
  ])('%d is asked as %d', (value, asked) => {
    expect(clampLimit(value)).toBe(asked);
  });
});
