import {
  keepPreviousData,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryOptions,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { PugmarkError } from '../../core/errors.ts';
import type { CallInput, CallName, CallOutput } from '../../rpc/contract.ts';
import { useClient } from './client-context.tsx';

/** Name of a call's answer in the cache; without `input`, of all its answers. */
export function callKey<Name extends CallName>(name: Name, input?: CallInput<Name>): readonly unknown[] {
  return input === undefined ? [name] : [name, input];
}

/** Reads by a call and keeps the answer fresh by events (event-updates.ts). `enabled: false` waits. */
export function useCall<Name extends CallName>(
  name: Name,
  input: CallInput<Name>,
  options: { readonly enabled?: boolean; readonly keepPrevious?: boolean } = {},
): UseQueryResult<CallOutput<Name>, PugmarkError> {
  const client = useClient();
  const query: UseQueryOptions<CallOutput<Name>, PugmarkError> = {
    queryKey: callKey(name, input),
    queryFn: ({ signal }) => client.call(name, input, { signal }),
    enabled: options.enabled ?? true,
  };
  // An answer of a call is never a function, which TypeScript cannot see while the name is open.
  const kept = { ...query, placeholderData: keepPreviousData } as typeof query;
  return useQuery(options.keepPrevious === true ? kept : query);
}

/** Acts by a call; the answers of the calls in `stale` are read again afterwards. */
export function useAct<Name extends CallName>(
  name: Name,
  options: { readonly stale?: readonly CallName[]; readonly onDone?: (output: CallOutput<Name>) => void } = {},
): UseMutationResult<CallOutput<Name>, PugmarkError, CallInput<Name>> {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation<CallOutput<Name>, PugmarkError, CallInput<Name>>({
    mutationFn: (input) => client.call(name, input),
    onSuccess: async (output) => {
      await Promise.all((options.stale ?? []).map((stale) => cache.invalidateQueries({ queryKey: callKey(stale) })));
      options.onDone?.(output);
    },
  });
}
