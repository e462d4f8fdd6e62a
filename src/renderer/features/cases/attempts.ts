import type { CaseItem } from '../../../rpc/contract/cases.ts';

/** Exhibits of which something was kept, whole or in part. */
export function countKept({ counts }: Pick<CaseItem, 'counts'>): number {
  return (counts.sealed ?? 0) + (counts.partial ?? 0);
}

/** States in the order in which they are told; those without an attempt are left out. */
export function listAttempts({
  counts,
}: Pick<CaseItem, 'counts'>): readonly { readonly state: keyof CaseItem['counts']; readonly count: number }[] {
  const order = ['open', 'sealed', 'partial', 'failed', 'interrupted', 'cancelled'] as const;
  return order.map((state) => ({ state, count: counts[state] ?? 0 })).filter(({ count }) => count > 0);
}
