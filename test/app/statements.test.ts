import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeStatement, withdrawStatement } from '../../src/app/statements.ts';
import { parseEntryLine } from '../../src/core/custody/entry.ts';
import { isPugmarkError } from '../../src/core/errors.ts';
import type { CaseStore, VaultStore } from '../../src/core/ports.ts';
import type { CaseStatement } from '../../src/core/statements/case-statement.ts';
import { newStatementSchema } from '../../src/core/statements/new-statement.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { captureAd, makeCase, makeFixture, type Fixture } from '../storage/vault-fixture.ts';
import { newPhone, seen, SELLER } from '../support/statements.ts';

const { random } = nodeCryptography;
const root = mkdtempSync(join(tmpdir(), 'pugmark-statements-'));
let fixture: Fixture;
let vault: VaultStore;
let store: CaseStore;

beforeAll(async () => {
  fixture = makeFixture({}, root);
  vault = await fixture.init();
  store = makeCase(vault);
  const session = store.startSession({});
  for (let i = 0; i < 3; i += 1)
    await captureAd(store, session, {}, [
      { name: 'tile-1.png', bytes: Buffer.from([1]) },
      { name: 'tile-2.png', bytes: Buffer.from([2]) },
    ]);
  store.abandonAttempt(
    store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
    'capture.failed',
    { code: 'no-document' },
  );
  vault.erase({ case: store.summary.id, exhibit: 'E-0003', reason: 'order' });
});

afterAll(() => {
  vault.close();
  rmSync(root, { recursive: true, force: true });
});

async function make(given: object): Promise<readonly CaseStatement[]> {
  return await makeStatement(store, random, newStatementSchema.parse(given));
}

/** The rule that it breaks, or the code of the error; `made` when there is none. Nothing of what was refused stands in the log. */
async function refusalOf(given: object): Promise<string> {
  const before = store.readLog().length;
  try {
    await make(given);
    return 'made';
  } catch (error) {
    if (!isPugmarkError(error) || store.readLog().length !== before) throw error;
    return error.code === 'statement-refused' ? String(error.details['rule']) : error.code;
  }
}

describe('a statement', () => {
  it('of something displayed comes with another one: whether it is true, X4 and not assessed', async () => {
    const made = await make({ ...SELLER, evidence: [{ exhibit: 'E-0001', artifact: 'text.txt', quote: 'Jan' }] });
    const dom = store.findExhibit('E-0001')?.artifacts.find(({ name }) => name === 'text.txt');
    expect(made).toMatchObject([
      {
        author: 'NL-1234',
        state: 'current',
        statement: {
          nature: 'displayed',
          content: { kind: 'person', fields: { names: ['Jan de Boer'], status: 'account-holder-shown-on-page', isIdentified: false } },
          evidence: [{ exhibit: 'E-0001', role: 'text', artifact: 'text.txt', sha256: dom?.sha256, quote: 'Jan' }],
        },
      },
      {
        statement: {
          nature: 'asserted',
          entity: made[0]?.statement.entity,
          content: { kind: 'truth', fields: { of: made[0]?.statement.id, opinion: 'not-assessed' } },
          evaluation: { source: 'X', information: '4' },
        },
      },
    ]);
    expect(store.listStatements().slice(-2)).toEqual(made);
  });

  it('stands in the log as a commitment with its kind and exhibit, and none of its words', async () => {
    const [made] = await make({ ...SELLER, evidence: [{ exhibit: 'E-0002' }] });
    const lines = store.readLog().map(({ line }) => line);
    expect(lines.join()).not.toMatch(/Boer|Jan/);
    const entries = lines.slice(-2).map(parseEntryLine);
    expect(entries).toMatchObject([
      {
        type: 'statement.made',
        exhibit: 'E-0002',
        details: { kind: 'person', statement: made?.statement.id, entity: made?.statement.entity },
      },
      // Its evidence is in no exhibit; what it judges is.
      { type: 'statement.made', exhibit: 'E-0002', details: { kind: 'truth' } },
    ]);
  });

  it('that rests on several exhibits names them all', async () => {
    await make({ ...SELLER, evidence: [{ exhibit: 'E-0002' }, { exhibit: 'E-0001' }] });
    const [entry, truth] = store
      .readLog()
      .slice(-2)
      .map(({ line }) => parseEntryLine(line));
    expect([entry?.exhibit, entry?.details['exhibits'], truth?.details['exhibits']]).toEqual([
      undefined,
      ['E-0001', 'E-0002'],
      ['E-0001', 'E-0002'],
    ]);
  });

  it('is replaced by another one about the same, and withdrawn with a reason', async () => {
    const [first] = await make({ ...SELLER, evidence: seen('E-0001') });
    const id = first?.statement.id ?? '';
    const [second] = await make({ ...SELLER, replaces: id, evidence: seen('E-0001') });
    expect(second?.statement.entity).toBe(first?.statement.entity);
    withdrawStatement(store, { statement: second?.statement.id ?? '', reason: 'another Jan' });
    const states = store
      .listStatements()
      .filter(({ statement }) => statement.content.kind === 'person' && statement.entity === first?.statement.entity);
    expect(states).toMatchObject([
      { state: 'replaced', replacedBy: second?.statement.id },
      { state: 'withdrawn', withdrawn: { by: 'NL-1234', reason: 'another Jan' } },
    ]);
    for (const [statement, rule] of [
      [id, 'statement-not-current'],
      [random.uuid(), 'statement-unknown'],
    ] as const)
      expect(() => withdrawStatement(store, { statement, reason: 'x' })).toThrow(expect.objectContaining({ details: { rule } }));
    expect(() => withdrawStatement(store, { statement: id, reason: ' ' })).toThrow(/why/);
    expect(await refusalOf({ ...SELLER, replaces: id, evidence: seen('E-0001') })).toBe('statement-not-current');
  });
});

describe('the search', () => {
  it('finds exhibits by what was said of them, and not by what was taken back', async () => {
    const index = vault.openSearch();
    const [made] = await make({
      ...newPhone('E-0002'),
      content: { kind: 'means-of-communication', fields: { type: 'phone', shown: '0499 88 77 66', normalised: '+32499887766' } },
    });
    await make({
      ...SELLER,
      content: { kind: 'person', fields: { names: ['Wilhelmina Zoeterwoude'] } },
      evidence: [{ exhibit: 'E-0002' }, { exhibit: 'E-0001', quote: 'mina zkt' }],
    });
    const find = async (text: string): Promise<readonly string[]> => {
      await index.whenCurrent();
      return index.search({ text, sort: 'oldest' }).rows.map(({ exhibit }) => exhibit);
    };
    expect(await find('32499887766')).toEqual(['E-0002']);
    expect(await find('zoeterw')).toEqual(['E-0001', 'E-0002']);
    expect(await find('zkt')).toEqual(['E-0001', 'E-0002']);
    withdrawStatement(store, { statement: made?.statement.id ?? '', reason: 'wrong number' });
    expect(await find('32499887766')).toEqual([]);
    expect(index.search({ text: 'zoeterw' }).rows.map(({ hasNotes }) => hasNotes)).toEqual([false, false]);
  });
});

describe('the rules', () => {
  const phone = newPhone('E-0001');
  const asserted = { ...SELLER, nature: 'asserted', evaluation: { source: 'B', information: '2' } };
  const item = (fields: object): object => ({ ...phone, content: { kind: 'item', fields: { kind: 'product', ...fields } } });

  it.each<readonly [rule: string, given: object]>([
    ['handling-text-missing', { ...phone, handling: ['H1', 'H3'] }],
    ['handling-text-without-h3', { ...phone, handlingText: 'not to X' }],
    ['evaluation-missing', { ...asserted, evaluation: undefined }],
    ['evidence-missing', { ...phone, evidence: [] }],
    ['evidence-missing', { ...phone, evidence: seen('E-0004') }],
    ['evidence-erased', { ...phone, evidence: seen('E-0003') }],
    ['exhibit-unknown', { ...phone, evidence: seen('E-0009') }],
    ['exhibit-unknown', { ...phone, evidence: seen('E-00001') }],
    ['artifact-unknown', { ...phone, evidence: [{ exhibit: 'E-0001', artifact: 'nothing.txt' }] }],
    ['artifact-unknown', { ...phone, evidence: [{ exhibit: 'E-0001', role: 'dom', artifact: 'text.txt' }] }],
    ['evidence-ambiguous', { ...phone, evidence: [{ exhibit: 'E-0001', role: 'screenshot-tile' }] }],
    ['evidence-secret', { ...phone, evidence: [{ exhibit: 'E-0001', role: 'secrets' }] }],
    ['evidence-differs', { ...phone, evidence: [{ exhibit: 'E-0001', artifact: 'text.txt', sha256: `sha256:${'0'.repeat(64)}` }] }],
    ['never-displayed', { ...phone, content: { kind: 'identification', fields: { taxon: 'Loxodonta africana', method: 'visual' } } }],
    [
      'status-is-judgement',
      { ...SELLER, evidence: seen('E-0001'), content: { kind: 'person', fields: { names: ['Jan'], status: 'suspect' } } },
    ],
    [
      'status-is-judgement',
      { ...SELLER, evidence: seen('E-0001'), content: { kind: 'person', fields: { names: ['Jan'], isIdentified: true } } },
    ],
    ['truth-of-displayed-only', { ...asserted, truth: { opinion: 'confirmed', evaluation: { source: 'A', information: '1' } } }],
    ['entity-unknown', { ...phone, entity: random.uuid() }],
    ['statement-unknown', { ...phone, replaces: random.uuid() }],
    ['code-unknown', item({ term: 'QQQ' })],
    ['code-unknown', item({ term: 'BEL' })],
    ['code-unknown', item({ source: 'Q' })],
    ['code-unknown', item({ price: '10', currency: 'QQQ' })],
    ['code-unknown', { ...phone, content: { kind: 'location', fields: { origin: 'stated', country: 'XX' } } }],
    ['location-incomplete', { ...phone, content: { kind: 'location', fields: { origin: 'derived', latitude: '51.2' } } }],
    ['location-incomplete', { ...phone, content: { kind: 'location', fields: { origin: 'derived', latitude: '91', longitude: '0' } } }],
    ['corroboration-of-itself', { ...asserted, content: { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0001' } } }],
    ['corroboration-unfounded', { ...asserted, content: { kind: 'corroboration', fields: { exhibit: 'E-0001', by: 'E-0002' } } }],
  ])('%s', async (rule, given) => {
    expect(await refusalOf(JSON.parse(JSON.stringify(given)) as object)).toBe(rule);
  });

  it('let through what keeps them', async () => {
    for (const given of [
      phone,
      asserted,
      { ...phone, handling: ['H3', 'H1', 'H1'], handlingText: 'Not to the press' },
      { ...phone, evidence: [{ exhibit: 'E-0001', role: 'screenshot-tile', artifact: 'tile-2.png' }] },
      { ...asserted, content: { kind: 'person', fields: { names: ['Jan'], status: 'suspect', isIdentified: true } } },
      item({ term: 'IVC', source: 'U', quantity: '0.35', unit: 'kg', price: '120', currency: 'EUR' }),
      { ...phone, content: { kind: 'location', fields: { origin: 'derived', country: 'BE', latitude: '51.2', longitude: '-4.4' } } },
    ])
      expect(await refusalOf(given)).toBe('made');
    expect(store.listStatements().some(({ statement }) => statement.handling.join() === 'H1,H3')).toBe(true);
  });

  it('keep statements to what they are about', async () => {
    const [person] = await make({ ...SELLER, evidence: seen('E-0001') });
    const [means] = await make(phone);
    const [a, b] = [person?.statement.entity ?? '', means?.statement.entity ?? ''];
    const relation = (from: string, to: string): object => ({
      ...asserted,
      content: { kind: 'relation', fields: { type: 'uses', from, to } },
    });
    const truth = (of: string, opinion = 'confirmed'): object => ({ ...asserted, content: { kind: 'truth', fields: { of, opinion } } });
    expect(await refusalOf(relation(a, b))).toBe('made');
    expect(await refusalOf(relation(a, a))).toBe('relation-to-itself');
    expect(await refusalOf(relation(a, random.uuid()))).toBe('entity-unknown');
    // The id of a statement is not that of what it is about.
    expect(await refusalOf(relation(a, means?.statement.id ?? ''))).toBe('entity-unknown');
    expect(await refusalOf({ ...phone, entity: a })).toBe('entity-of-another-kind');
    expect(await refusalOf({ ...phone, replaces: person?.statement.id })).toBe('entity-of-another-kind');
    expect(await refusalOf({ ...phone, entity: b })).toBe('made');
    const [opinion] = await make(truth(person?.statement.id ?? ''));
    expect(opinion?.statement.entity).toBe(a);
    expect(await refusalOf(truth(opinion?.statement.id ?? ''))).toBe('not-to-be-judged');
    expect(await refusalOf(truth(random.uuid()))).toBe('statement-unknown');
    expect(await refusalOf({ ...truth(means?.statement.id ?? ''), replaces: opinion?.statement.id })).toBe('entity-of-another-kind');
    expect(await refusalOf({ ...truth(person?.statement.id ?? '', 'refuted'), replaces: opinion?.statement.id })).toBe('made');
    const [thing] = await make(item({ taxon: 'Loxodonta' }));
    const identification = { ...asserted, content: { kind: 'identification', fields: { taxon: 'Loxodonta africana', method: 'visual' } } };
    expect(await refusalOf({ ...identification, entity: thing?.statement.entity })).toBe('made');
    expect(await refusalOf({ ...identification, entity: a })).toBe('entity-of-another-kind');
    withdrawStatement(store, { statement: person?.statement.id ?? '', reason: 'no' });
    expect(await refusalOf(truth(person?.statement.id ?? ''))).toBe('statement-not-current');
    expect(await refusalOf(relation(a, b))).toBe('entity-unknown');
  });
});
