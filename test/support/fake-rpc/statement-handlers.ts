import { PugmarkError } from '../../../src/core/errors.ts';
import type { CaseStatement } from '../../../src/core/statements/case-statement.ts';
import type { Statement } from '../../../src/core/statements/statement.ts';
import type { COMPARISON_CALLS, STATEMENT_CALLS } from '../../../src/rpc/contract/statements.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';
import type { FakeStation } from './fake-station.ts';

/** Statements that are taken as they come: which ones the engine refuses, its own tests say. */
export function makeStatementHandlers(fake: FakeStation): Pick<Handlers, keyof typeof STATEMENT_CALLS | keyof typeof COMPARISON_CALLS> {
  const stand = (statement: Statement): CaseStatement => ({
    statement,
    author: fake.station.operator ?? 'W-4471',
    madeAt: new Date().toISOString(),
    entry: `pugmark.fake/${fake.statements.length}`,
    state: 'current',
  });
  const change = (id: string, changes: Partial<CaseStatement>): void => {
    fake.statements = fake.statements.map((one) => (one.statement.id === id ? { ...one, ...changes } : one));
  };
  return {
    'statements.list': ({ exhibit }) =>
      fake.statements.filter(({ statement }) => exhibit === undefined || statement.evidence.some((pointer) => pointer.exhibit === exhibit)),
    'statements.make': ({ case: _case, truth, replaces, entity = crypto.randomUUID(), ...given }) => {
      const statement = {
        format: 'statement/v1',
        id: crypto.randomUUID(),
        entity,
        ...(replaces === undefined ? {} : { replaces }),
        ...given,
      } as const;
      const made = [stand(statement)];
      if (given.nature === 'displayed') {
        const { opinion = 'not-assessed', why, evaluation = { source: 'X', information: '4' } } = truth ?? {};
        const content = { kind: 'truth', fields: { of: statement.id, opinion, ...(why === undefined ? {} : { why }) } } as const;
        made.push(stand({ ...statement, id: crypto.randomUUID(), nature: 'asserted', content, evidence: [], evaluation }));
      }
      fake.statements = [...fake.statements, ...made];
      if (replaces !== undefined) change(replaces, { state: 'replaced', replacedBy: statement.id });
      return made;
    },
    'statements.withdraw': ({ statement, reason }) => {
      change(statement, { state: 'withdrawn', withdrawn: { time: new Date().toISOString(), by: 'W-4471', reason } });
      return {};
    },
    'exhibits.compare': ({ exhibit, with: other }) => {
      if (exhibit === other) throw new PugmarkError('usage', 'It is the same exhibit');
      return [
        {
          field: 'requested-address',
          result: 'same',
          first: 'http://practice-kraampje.localhost/v/1000',
          second: 'http://practice-kraampje.localhost/v/1000',
        },
        { field: 'title', result: 'different', first: 'Two tortoises', second: 'Two tortoises <b>sold</b>' },
        { field: 'price', result: 'only-first', first: '180 EUR' },
        { field: 'operator', result: 'different', first: 'W-4471', second: 'W-2210' },
      ];
    },
  };
}
