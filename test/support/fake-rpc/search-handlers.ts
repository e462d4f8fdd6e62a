import type { SavedSearch } from '../../../src/core/model/saved-search.ts';
import type { SEARCH_CALLS } from '../../../src/rpc/contract/searches.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';

/** Searches that are kept: one at first. */
export function makeSearchHandlers(): Pick<Handlers, keyof typeof SEARCH_CALLS> {
  let searches: SavedSearch[] = [
    {
      id: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e55',
      name: 'Ivory, sealed alone',
      savedAt: '2026-11-20T09:00:00.000Z',
      query: { text: 'ivory', cases: [], hosts: [], sellers: [], species: [], states: ['sealed'], sort: 'newest' },
    },
  ];
  return {
    'searches.list': () => searches,
    'searches.save': ({ name, query }) =>
      (searches = [...searches, { id: crypto.randomUUID(), name, savedAt: new Date().toISOString(), query }]),
    'searches.rename': ({ search, name }) => (searches = searches.map((one) => (one.id === search ? { ...one, name } : one))),
    'searches.remove': ({ search }) => (searches = searches.filter(({ id }) => id !== search)),
  };
}
