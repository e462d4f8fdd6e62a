import { QueryClient } from '@tanstack/react-query';
import type { RpcClient } from '../../rpc/client-port.ts';
import type { CallName, CallOutput } from '../../rpc/contract.ts';
import { callKey } from './use-call.ts';

/** What is read anew when a vault was opened or locked. */
const OF_VAULT = [
  'cases.list',
  'time.read',
  'jobs.list',
  'captures.list',
  'batch.read',
  'tabs.list',
  'browser.read',
  'access.read',
  'recipients.list',
  'keys.read',
  'exhibits.search',
  'received.list',
  'received.search',
  'received.open',
  'searches.list',
] as const;

/** What is read anew when something happened in a case. */
const OF_CASE = [
  'exhibits.search',
  'exhibits.read',
  'exhibits.at',
  'cases.timeline',
  'export.preview',
  'forms.preview',
  'receipts.list',
  'received.list',
  'received.search',
  'statements.list',
  'redactions.list',
] as const;

/** The cache of answers. The engine is on this machine: nothing is read again for the time that passed, only for what was told. */
export function createAnswerCache(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Writes what the engine tells into the cache. Returns the end of it. */
export function followEvents(client: RpcClient, cache: QueryClient): () => void {
  const stale = (...names: readonly CallName[]): void => {
    for (const name of names) void cache.invalidateQueries({ queryKey: callKey(name) });
  };
  const change = <Name extends CallName>(name: Name, update: (old: CallOutput<Name>) => CallOutput<Name>): void => {
    cache.setQueriesData<CallOutput<Name>>({ queryKey: callKey(name) }, (old) => (old === undefined ? undefined : update(old)));
  };
  // A read under way may answer with what was before: it is given up for what was told.
  const replace = <Name extends 'station.read' | 'settings.read' | 'batch.read' | 'time.read'>(
    name: Name,
    output: CallOutput<Name>,
  ): void => {
    const queryKey = [name, {}];
    void cache.cancelQueries({ queryKey }).then(() => cache.setQueryData(queryKey, output));
  };
  let wasLost = false;
  const ends = [
    client.on('station.changed', (station) => {
      const before = cache.getQueryData<CallOutput<'station.read'>>(callKey('station.read', {}));
      replace('station.read', station);
      if (before?.vault !== station.vault) stale(...OF_VAULT);
    }),
    client.on('settings.changed', (settings) => {
      replace('settings.read', settings);
      // What the browsers that run make of them.
      stale('browser.read');
    }),
    client.on('case.changed', (item) => {
      change('cases.list', (old) => put(old, item, ({ reference }) => reference));
      stale(...OF_CASE);
    }),
    client.on('job.changed', (job) => change('jobs.list', (old) => put(old, job, ({ job }) => job))),
    client.on('capture.changed', (capture) => change('captures.list', (old) => put(old, capture, ({ job }) => job))),
    client.on('batch.changed', (batch) => replace('batch.read', batch)),
    client.on('time.changed', (time) => replace('time.read', time)),
    client.on('tab.changed', (tab) => {
      for (const input of [{}, { case: tab.case }]) {
        cache.setQueryData<CallOutput<'tabs.list'>>(callKey('tabs.list', input), (old) =>
          old === undefined ? undefined : put(old, tab, ({ id }) => id, 'last'),
        );
      }
    }),
    client.on('tab.closed', ({ tab }) => change('tabs.list', (old) => old.filter(({ id }) => id !== tab))),
    client.onConnection((state) => {
      if (state === 'lost') wasLost = true;
      // Whatever was told meanwhile was missed.
      if (state === 'open' && wasLost) void cache.invalidateQueries();
    }),
  ];
  return () => ends.forEach((end) => end());
}

/** In the place of its older state, or as a new one at the front or the end. */
function put<Item>(items: readonly Item[], item: Item, keyOf: (item: Item) => string, where: 'first' | 'last' = 'first'): Item[] {
  const key = keyOf(item);
  if (items.some((other) => keyOf(other) === key)) return items.map((other) => (keyOf(other) === key ? item : other));
  return where === 'first' ? [item, ...items] : [...items, item];
}
