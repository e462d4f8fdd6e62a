import type { SavedSearch } from '../core/model/saved-search.ts';
import type { SavedSearches } from '../core/work-ports.ts';
import type { SEARCH_CALLS } from '../rpc/contract/searches.ts';
import type { Handlers } from '../rpc/handlers.ts';
import type { EngineContext } from './engine-context.ts';

/** Searches that a person keeps in the vault. */
export function createSavedSearchHandlers(context: Pick<EngineContext, 'vault'>): Pick<Handlers, keyof typeof SEARCH_CALLS> {
  const after = (act: (searches: SavedSearches) => unknown): SavedSearch[] => {
    const searches = context.vault().openSavedSearches();
    act(searches);
    return [...searches.list()];
  };
  return {
    'searches.list': () => [...context.vault().openSavedSearches().list()],
    'searches.save': ({ name, query }) => after((searches) => searches.save(name, query)),
    'searches.rename': ({ search, name }) => after((searches) => searches.rename(search, name)),
    'searches.remove': ({ search }) => after((searches) => searches.remove(search)),
  };
}
