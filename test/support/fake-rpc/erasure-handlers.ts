import { PugmarkError } from '../../../src/core/errors.ts';
import type { ERASURE_CALLS } from '../../../src/rpc/contract/erasure.ts';
import type { ExhibitRow } from '../../../src/rpc/contract/cases.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

/** Erasure of exhibits, and of cases. */
export function makeErasureHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, keyof typeof ERASURE_CALLS> {
  const chosen = (reference: string, exhibit: string | undefined): readonly ExhibitRow[] =>
    fake.exhibits.filter((row) => row.case === reference && row.erased !== true && (exhibit === undefined || row.exhibit === exhibit));
  return {
    'erasure.preview': ({ case: reference, exhibit }) => {
      const rows = chosen(reference, exhibit);
      return {
        exhibits: rows.map((row) => row.exhibit),
        underWay: 0,
        held: fake.cases.some((item) => item.reference === reference && item.hold !== undefined),
        files: rows.length * 12,
        bytes: rows.length * 4_200_000,
        copies: 1,
        notes: 2,
        statements: 3,
        packages: 1,
      };
    },
    'erasure.run': ({ case: reference, exhibit, reason, ground, confirmed }) => {
      if (confirmed !== (exhibit ?? reference)) throw new PugmarkError('usage', 'Nothing was erased');
      const gone = new Set(chosen(reference, exhibit));
      const erasure = { erasedAt: '2026-11-22T15:00:00.000Z', by: 'W-4471', reason, ground };
      fake.exhibits = fake.exhibits.map((row) => (gone.has(row) ? bury(row) : row));
      for (const row of gone) fake.erased.set(`${row.case} ${row.exhibit}`, erasure);
      fake.cases = fake.cases.map((item) =>
        item.reference === reference && exhibit === undefined ? { ...item, title: '', state: 'erased', erasure } : item,
      );
      const item = fake.cases.find((one) => one.reference === reference);
      if (item !== undefined) tell('case.changed', item);
      return { exhibits: [...gone].map((row) => row.exhibit), files: gone.size * 12, purged: true };
    },
  };
}

function bury({ title: _title, shownUrl: _url, seller: _seller, thumbnail: _picture, ...row }: ExhibitRow): ExhibitRow {
  return { ...row, requestedUrl: '', host: '', hasPicture: false, hasNotes: false, erased: true };
}
