import { setTimeout as delay } from 'node:timers/promises';
import type { FacetCount, SearchIndex } from '../core/search-ports.ts';
import type { Search, SearchResult } from '../rpc/contract/cases.ts';
import type { EngineContext } from './engine-context.ts';
import { buildRows } from './exhibit-rows.ts';

/** What was just written is found if the index takes it in within this time; a search never waits for a whole vault to be read. */
const CATCH_UP_MS = 250;

/** Exhibits of all cases that fit. Throws `vault-closed`, `io-failed`. */
export async function searchExhibits(context: EngineContext, search: Search): Promise<SearchResult> {
  const index = context.vault().openSearch();
  await catchUp(context, index);
  const { fromDay, toDay, ...query } = search;
  const { total, rows, facets } = index.search({
    ...query,
    ...(fromDay === undefined ? {} : { fromDay }),
    ...(toDay === undefined ? {} : { toDay }),
  });
  const { case: cases, host, state, day, seller, species } = facets;
  return {
    total,
    rows: buildRows(context, rows),
    facets: {
      case: copy(cases),
      host: copy(host),
      state: copy(state),
      day: copy(day),
      seller: copy(seller),
      species: copy(species),
    },
  };
}

function copy(values: readonly FacetCount[]): SearchResult['facets']['case'] {
  return values.map((value) => ({ ...value }));
}

/** Exhibits with this address, newest first. Throws as {@link searchExhibits}. */
export async function findExhibitsAt(context: EngineContext, url: string): Promise<ReturnType<typeof buildRows>> {
  const index = context.vault().openSearch();
  await catchUp(context, index);
  return buildRows(context, index.findAt(url));
}

const late = new WeakSet<SearchIndex>();

/** An answer that came too early is made good: once all is read, every case is told anew, and windows ask again. */
export async function catchUp(context: EngineContext, index: SearchIndex): Promise<void> {
  if (index.state.state !== 'building') return;
  const given = new AbortController();
  const current = index.whenCurrent().then(() => true);
  const isCurrent = await Promise.race([current, delay(CATCH_UP_MS, false, { signal: given.signal }).catch(() => false)]);
  given.abort();
  if (isCurrent || late.has(index)) return;
  late.add(index);
  void tellWhenCurrent(context, index);
}

async function tellWhenCurrent(context: EngineContext, index: SearchIndex): Promise<void> {
  await index.whenCurrent();
  late.delete(index);
  if (!context.isOpen()) return;
  for (const { id } of context.vault().listCases()) context.tellCase(id);
}
