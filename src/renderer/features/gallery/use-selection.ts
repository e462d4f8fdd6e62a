import { useMemo, useState } from 'react';

export interface Selection {
  readonly count: number;
  /** References of the cases that the chosen ones belong to. */
  readonly cases: readonly string[];
  /** Numbers of the chosen ones of a case, in their order. */
  numbersOf(caseReference: string): readonly string[];
  has(row: ChosenRow): boolean;
  toggle(row: ChosenRow): void;
  add(rows: readonly ChosenRow[]): void;
  readonly clear: () => void;
}

interface ChosenRow {
  readonly case: string;
  readonly exhibit: string;
}

/** Chosen exhibits, whatever is being looked at: another search leaves them chosen. */
export function useSelection(): Selection {
  const [chosen, setChosen] = useState<ReadonlyMap<string, ChosenRow>>(new Map());
  return useMemo(() => {
    const keyOf = (row: ChosenRow): string => `${row.exhibit} ${row.case}`;
    const rows = [...chosen.values()];
    return {
      count: chosen.size,
      cases: [...new Set(rows.map((row) => row.case))],
      numbersOf: (reference) =>
        rows
          .flatMap((row) => (row.case === reference ? [row.exhibit] : []))
          .toSorted((one, other) => one.length - other.length || one.localeCompare(other)),
      has: (row) => chosen.has(keyOf(row)),
      toggle: (row) => {
        const next = new Map(chosen);
        if (!next.delete(keyOf(row))) next.set(keyOf(row), { case: row.case, exhibit: row.exhibit });
        setChosen(next);
      },
      add: (more) => setChosen(new Map([...chosen, ...more.map((row) => [keyOf(row), { case: row.case, exhibit: row.exhibit }] as const)])),
      clear: () => setChosen(new Map()),
    };
  }, [chosen]);
}
