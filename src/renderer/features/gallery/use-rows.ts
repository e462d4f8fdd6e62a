import { useEffect, useRef } from 'react';
import { useQueries, type UseQueryOptions } from '@tanstack/react-query';
import type { PugmarkError } from '../../../core/errors.ts';
import type { CallInput } from '../../../rpc/contract.ts';
import type { ExhibitRow, SearchResult } from '../../../rpc/contract/cases.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { callKey } from '../../rpc/use-call.ts';
import { PAGE_ROWS, pagesOf, rowAt } from './row-pages.ts';

export type Wanted = Omit<CallInput<'exhibits.search'>, 'offset' | 'limit'>;

interface Rows {
  readonly total: number;
  readonly facets: SearchResult['facets'] | undefined;
  readonly rowAt: (index: number) => ExhibitRow | undefined;
  readonly isFirstTime: boolean;
  readonly error: PugmarkError | undefined;
  readonly retry: () => void;
}

/** Pages that nobody looks at are forgotten after so long: a hundred thousand rows pass through, they do not pile up. */
const KEPT_MS = 20_000;

/** The rows that are looked at, of all that is found. While another search runs the rows of the one before stay. */
export function useRows(wanted: Wanted, first: number, last: number): Rows {
  const client = useClient();
  const before = useRef<SearchResult>(undefined);
  const knownTotal = before.current?.total ?? 0;
  const pages = [...new Set([0, ...pagesOf(first, last, Math.max(knownTotal, last + 1))])];
  const results = useQueries({
    queries: pages.map((page): UseQueryOptions<SearchResult, PugmarkError> => {
      const input = { ...wanted, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
      return {
        queryKey: callKey('exhibits.search', input),
        queryFn: ({ signal }) => client.call('exhibits.search', input, { signal }),
        gcTime: KEPT_MS,
        enabled: page === 0 || page * PAGE_ROWS < Math.max(knownTotal, 1),
      };
    }),
  });
  const newest = results[0]?.data;
  useEffect(() => {
    if (newest !== undefined) before.current = newest;
  }, [newest]);
  const shown = newest ?? before.current;
  const found = new Map<number, SearchResult>();
  if (shown !== undefined) found.set(0, shown);
  for (const [index, { data }] of results.entries()) if (data !== undefined) found.set(pages[index] ?? 0, data);
  const failed = results.find(({ error }) => error !== null);
  return {
    total: shown?.total ?? 0,
    facets: shown?.facets,
    rowAt: (index) => rowAt(found, index),
    isFirstTime: shown === undefined,
    error: failed?.error ?? undefined,
    retry: () => void Promise.all(results.map(async ({ refetch }) => refetch())),
  };
}
