import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStatement, withdrawStatement } from '../../../src/app/statements.ts';
import type { ReportInput } from '../../../src/core/package/report-input.ts';
import type { CaseStore, VaultStore } from '../../../src/core/ports.ts';
import type { CaseStatement } from '../../../src/core/statements/case-statement.ts';
import { newStatementSchema } from '../../../src/core/statements/new-statement.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { captureAd, makeCase, makeFixture, PASSPHRASE, type Fixture } from '../../storage/vault-fixture.ts';
import { verifyAtPath } from '../../support/package/golden.ts';
import { seen } from '../../support/statements.ts';
import { exportCase, makeGround } from './export-parts.ts';
import { unpack } from './unpacked.ts';

const root = mkdtempSync(join(tmpdir(), 'pugmark-statements-'));
let fixture: Fixture;
let vault: VaultStore;
let store: CaseStore;

const EVALUATION = { source: 'B', information: '2' } as const;

async function make(given: object): Promise<CaseStatement> {
  const [made] = await makeStatement(store, nodeCryptography.random, newStatementSchema.parse({ handling: ['H1'], ...given }));
  if (made === undefined) throw new Error('nothing was made');
  return made;
}

const person = (name: string): object => ({ content: { kind: 'person', fields: { names: [name] } } });

beforeAll(async () => {
  fixture = makeFixture({}, root);
  vault = await fixture.init();
  store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 3; i += 1) await captureAd(store, session);
  store.endSession(session, {});
  const first = await make({ nature: 'displayed', ...person('Anna of the first'), evidence: seen('E-0001') });
  await make({
    nature: 'asserted',
    evaluation: EVALUATION,
    content: { kind: 'truth', fields: { of: first.statement.id, opinion: 'doubtful', why: 'why of the first' } },
  });
  const second = await make({ nature: 'displayed', ...person('Bart of the second'), evidence: seen('E-0002') });
  await make({ nature: 'displayed', ...person('Carl of both'), evidence: [...seen('E-0001'), ...seen('E-0002')] });
  await make({ nature: 'asserted', evaluation: EVALUATION, ...person('Dirk of the case') });
  // A correction without evidence of its own repeats what it corrects.
  await make({ nature: 'asserted', evaluation: EVALUATION, ...person('Bertus of the second'), replaces: second.statement.id });
  const taken = await make({ nature: 'displayed', ...person('Emma of the third'), evidence: seen('E-0003') });
  withdrawStatement(store, { statement: taken.statement.id, reason: 'reason of the third' });
});

afterAll(() => {
  vault.close();
  rmSync(root, { recursive: true, force: true });
});

/** Names that a package has anywhere in it, and what is made for it was given. */
async function exportOf(exhibits?: readonly number[]): Promise<{ readonly names: readonly string[]; readonly given: readonly string[] }> {
  let input: ReportInput | undefined;
  const ground = makeGround({
    clock: fixture.environment.clock,
    reports: {
      async *makeReports(given) {
        await Promise.resolve();
        input = given;
        yield* [];
      },
    },
  });
  const made = await exportCase(vault, store, root, { ground, ...(exhibits === undefined ? {} : { exhibits }) });
  const verdict = await verifyAtPath(made.path);
  expect([verdict.axes.integrity.findings, verdict.axes.custody.findings]).toEqual([[], []]);
  const texts = readFileSync(join(unpack(made.path), 'data/custody/texts.jsonl'), 'utf8');
  const words = ['Anna', 'why of the first', 'Bart', 'Carl', 'Dirk', 'Bertus', 'Emma', 'reason of the third'];
  return {
    names: words.filter((word) => texts.includes(word)),
    given: words.filter((word) => JSON.stringify(input?.statements).includes(word)),
  };
}

describe('statements in packages', () => {
  it('go all with the whole case', async () => {
    const words = ['Anna', 'why of the first', 'Bart', 'Carl', 'Dirk', 'Bertus', 'Emma', 'reason of the third'];
    expect(await exportOf()).toEqual({ names: words, given: words });
  });

  it.each<readonly [exhibits: readonly number[], words: readonly string[]]>([
    [[1], ['Anna', 'why of the first']],
    [
      [1, 2],
      ['Anna', 'why of the first', 'Bart', 'Carl', 'Bertus'],
    ],
  ])('of %j are those that rest on these alone', async (exhibits, words) => {
    expect(await exportOf(exhibits)).toEqual({ names: words, given: words });
  });

  it('are gone from the vault with the exhibit that they rest on', async () => {
    vault.erase({ case: store.summary.id, exhibit: 'E-0001', reason: 'order' });
    const rest = store.listStatements().map(({ statement }) => JSON.stringify(statement.content.fields));
    expect(rest.join()).not.toMatch(/Anna|Carl|why of the first/);
    expect(rest.join()).toMatch(/Bart.*Dirk.*Bertus.*Emma/);
    const kept = store.readTexts().map(({ text }) => text);
    expect(kept.join()).not.toMatch(/Anna|Carl|why of the first/);
    vault.close();
    const checked = await fixture.vaults.check({ folder: fixture.folder, passphrase: PASSPHRASE });
    expect(checked.findings).toEqual([]);
  });
});
