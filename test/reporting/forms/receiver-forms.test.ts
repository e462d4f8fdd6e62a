import { describe, expect, it } from 'vitest';
import { makeExampleInput, makeExampleStatement } from '../../../scripts/forms/example-input.ts';
import {
  formDocumentSchema,
  type FormBlock,
  type FormDocument,
  type FormField,
  type FormId,
} from '../../../src/core/forms/form-document.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { PACKAGE_LANGUAGES } from '../../../src/core/package/report-input.ts';
import { buildForms } from '../../../src/reporting/forms/build-forms.ts';

type FormTable = Extract<FormBlock, { type: 'table' }>;

async function build(input: FormInput, id: FormId): Promise<FormDocument> {
  const form = (await buildForms(input.seal.profile, input)).find((one) => one.form === id);
  if (form === undefined) throw new Error(`No form ${id}`);
  return formDocumentSchema.parse(form);
}
const fieldsOf = (form: FormDocument): readonly FormField[] =>
  form.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'fields' ? block.fields : [])));
const fieldOf = (form: FormDocument, id: string): FormField | undefined => fieldsOf(form).find((field) => field.id === id);
const tableOf = (form: FormDocument, id: string): FormTable | undefined =>
  form.sections.flatMap(({ blocks }) => blocks).find((block): block is FormTable => block.type === 'table' && block.id === id);
const columnOf = (table: FormTable | undefined, id: string): readonly (string | null)[] => {
  const at = table?.columns.findIndex((column) => column.id === id) ?? -1;
  return table?.rows.map((row) => row[at] ?? null) ?? [];
};
const textOf = (form: FormDocument): string => JSON.stringify(form);
const bare = { answers: {}, statements: [], exhibits: [] };

describe.each(['interpol', 'europol', 'platform', 'pattern'] as const)('forms of %s', (profile) => {
  it.each(PACKAGE_LANGUAGES)('are forms in %s: of an empty case, and of one with everything', async (language) => {
    for (const changes of [{}, bare]) {
      const forms = await buildForms(profile, makeExampleInput(profile, language, changes));
      expect(forms.length).toBeGreaterThan(1);
      for (const form of forms) {
        expect(formDocumentSchema.safeParse(form).error).toBeUndefined();
        // Nothing that is said is blank, and nothing that is blank is said.
        for (const { state, values } of fieldsOf(form))
          expect(values.every((value) => value.trim() !== '') && values.length > 0).toBe(state === 'given');
      }
    }
  });

  it('say nothing of statements that were taken back', async () => {
    const forms = await buildForms(profile, makeExampleInput(profile));
    expect(JSON.stringify(forms)).not.toMatch(/Taken Back|suspect/);
  });
});

describe('draft for an ECOMESSAGE', () => {
  it('has the twelve sections, says whose it is not, and has no number of its own', async () => {
    const form = await build(makeExampleInput('interpol'), 'ecomessage-draft');
    expect(form.sections).toHaveLength(12);
    expect(form.title).toBe('Draft content for an ECOMESSAGE – to be completed and sent by the NCB');
    expect(form.notices[0]).toContain('not an ECOMESSAGE');
    expect(columnOf(tableOf(form, 'item'), 'taxon-common-name')).toEqual(['Psittacus erithacus, Grey parrot', 'Loxodonta africana']);
    expect(columnOf(tableOf(form, 'permit'), 'marks')).toEqual(['BE 2025 0815']);
    expect(columnOf(tableOf(form, 'captures'), 'address')).toEqual(['https://ads.example/parrot/1', 'https://ads.example/ivory/2']);
    expect(fieldOf(form, 'person-1-status')?.values).toEqual(['account holder shown on the page']);
    expect(fieldOf(form, 'person-1-born')?.state).toBe('missing');
    expect(fieldOf(form, 'ships-to')?.values).toEqual(['Psittacus erithacus → FR']);
    expect(fieldOf(form, 'priority')?.values).toEqual(['Routine']);
    expect(fieldOf(form, 'platform-country')).toMatchObject({ state: 'missing', source: 'not-recorded' });
  });

  it('writes everything that nobody said as to be completed', async () => {
    const form = await build(makeExampleInput('interpol', 'en', bare), 'ecomessage-draft');
    const given = fieldsOf(form).filter(({ state }) => state === 'given');
    expect([...new Set(given.map(({ source }) => source))].toSorted()).toEqual([
      'agency',
      'case.title',
      'handling',
      'seal.case.reference',
      'seal.operator',
    ]);
    for (const id of ['person', 'organisation', 'item', 'event', 'permit', 'captures']) expect(fieldOf(form, id)?.state).toBe('missing');
  });
});

describe('data-processing block', () => {
  it('gives every person and account a status: that of the account holder unless somebody stated another', async () => {
    const named = makeExampleStatement(40, { kind: 'person', fields: { status: 'witness', names: ['Ann'], isIdentified: true } });
    const input = makeExampleInput('interpol');
    const form = await build({ ...input, statements: [...input.statements, named] }, 'data-processing-block');
    expect(columnOf(tableOf(form, 'person'), 'status')).toEqual(['account holder shown on the page', 'witness']);
    expect(columnOf(tableOf(form, 'account'), 'status')).toEqual(['account holder shown on the page']);
    expect(fieldOf(form, 'confidentiality')?.values).toEqual(['For official use only']);
    expect(fieldOf(await build({ ...input, answers: {} }, 'data-processing-block'), 'confidentiality')?.state).toBe('missing');
  });
});

describe('set for Europol', () => {
  it('prints the proposed handling and that it is no classification on each form, also when nobody proposed one', async () => {
    for (const form of await buildForms('europol', makeExampleInput('europol')))
      expect(form.notices[0]).toBe('Sensitive – law enforcement use. Proposed handling: H1, H3. Not an EU classification.');
    const { handling: _handling, ...without } = makeExampleInput('europol');
    for (const form of await buildForms('europol', without))
      expect(form.notices[0]).toBe('Sensitive – law enforcement use. Proposed handling: to be completed. Not an EU classification.');
    expect(fieldOf(await build(without, 'europol-cover'), 'handling')?.state).toBe('missing');
    expect(JSON.stringify(await buildForms('europol', without))).not.toMatch(/Basic Protection Level|EUROPOL (UN)?CLASSIFIED/i);
  });

  it('lists each statement that stands once, what was shown apart from what is said and from what is held to be true', async () => {
    const input = makeExampleInput('europol');
    const form = await build(input, 'europol-statements');
    const rows = ['displayed', 'asserted', 'truth'].flatMap((id) => columnOf(tableOf(form, id), 'row'));
    const current = input.statements.filter(({ state }) => state === 'current');
    expect(rows.map(Number).toSorted((a, b) => a - b)).toEqual(current.map((_, index) => index + 1));
    expect(columnOf(tableOf(form, 'truth'), 'says')).toEqual(['Of which statement: No. 2; Opinion: not assessed']);
    expect(columnOf(tableOf(form, 'truth'), 'evaluation')).toEqual(['X4']);
    expect(new Set(columnOf(tableOf(form, 'displayed'), 'evaluation'))).toEqual(new Set(['not evaluated: shown by the page']));
    expect(columnOf(tableOf(form, 'displayed'), 'evidence')[0]).toContain('E-0001');
    expect(columnOf(tableOf(form, 'asserted'), 'handling')[0]).toBe('H1');
  });

  it('lists every file with both digests', async () => {
    const input = makeExampleInput('europol');
    const table = tableOf(await build(input, 'europol-hash-list'), 'files');
    const files = input.exhibits.flatMap(({ artifacts }) => artifacts);
    expect(columnOf(table, 'file')).toEqual(files.map(({ path }) => path));
    expect(columnOf(table, 'sha256').every((digest) => /^[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true);
    expect(columnOf(table, 'sha512').every((digest) => /^[0-9a-f]{128}$/.test(digest ?? ''))).toBe(true);
  });
});

describe('notice to a platform', () => {
  it('has the four elements and nothing of the case', async () => {
    const input = makeExampleInput('platform');
    const form = await build(input, 'dsa-notice');
    expect(form.sections.map(({ title }) => title.slice(0, 3)).filter((title) => title.startsWith('('))).toEqual([
      '(a)',
      '(b)',
      '(c)',
      '(d)',
    ]);
    expect(form.notices.join(' ')).toMatch(/removal of the content, which destroys evidence .* alert the seller/);
    expect(form.notices.join(' ')).toContain('capture, seal, ask the investigator, request preservation, and only then the notice');
    expect(columnOf(tableOf(form, 'pages'), 'address')).toEqual(['https://ads.example/parrot/1', 'https://ads.example/ivory/2']);
    for (const secret of [
      '2026-118',
      'Parrots, three',
      'E-0001',
      'BE-4711',
      'Jan Example',
      'parrotking',
      'Nature inspectorate',
      'order of 12 March',
    ])
      expect({ secret, told: textOf(form).includes(secret) }).toEqual({ secret, told: false });
    expect(form.notices.join(' ')).not.toMatch(/DO NOT SEND|missing/);
  });

  it('says that it must not be sent unless the investigator agrees, and which elements are missing', async () => {
    for (const agreed of ['no', undefined]) {
      const answers = agreed === undefined ? {} : { 'notice-agreed': agreed, 'bona-fide': 'no', 'notifier-name': 'Ann' };
      const form = await build(makeExampleInput('platform', 'en', { answers, exhibits: [] }), 'dsa-notice');
      expect(form.notices[0]).toMatch(/^DO NOT SEND/);
      expect(form.notices.join(' ')).toContain('the elements (a), (b), (c), (d) of art. 16(2) are missing');
      expect(fieldOf(form, 'bona-fide-statement')?.state).toBe('missing');
    }
  });
});

describe('preservation request', () => {
  it('names pages, accounts, days with their zone and digests, and is no order', async () => {
    const form = await build(makeExampleInput('platform'), 'preservation-request');
    expect(form.notices).toEqual([expect.stringContaining('not an order')]);
    expect(fieldOf(form, 'range-time-zone')?.values).toEqual(['Europe/Brussels']);
    expect(fieldOf(form, 'seen')?.values).toEqual(['2026-03-02 23:30:00 UTC – 2026-04-05 10:00:00 UTC']);
    expect(columnOf(tableOf(form, 'accounts'), 'account-id')).toEqual(['8812']);
    expect(columnOf(tableOf(form, 'pages'), 'digest').every((digest) => /^[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true);
    expect(textOf(form)).not.toMatch(/2026-118|parrotking|Jan Example/);
    const unwanted = await build(makeExampleInput('platform', 'en', { answers: { 'preservation-wanted': 'no' } }), 'preservation-request');
    expect(unwanted.notices[0]).toMatch(/^DO NOT SEND/);
  });
});

describe('redaction log', () => {
  it.each(PACKAGE_LANGUAGES)('names every mask with its place and reason, and what is withheld, in %s', async (language) => {
    const form = await build(makeExampleInput('disclosure', language), 'redaction-log');
    expect(columnOf(tableOf(form, 'masks'), 'place')).toEqual(['x 10, y 20, 30 x 40', 'x 50, y 20, 30 x 40']);
    expect(new Set(columnOf(tableOf(form, 'masks'), 'reason')).size).toBe(2);
    expect(columnOf(tableOf(form, 'copies'), 'original')).toEqual([`screenshot-viewport.png ${'5'.repeat(64)}`]);
    expect(columnOf(tableOf(form, 'withheld'), 'withheld')).toEqual(['12']);
  });

  it('says that there is nothing where there is nothing', async () => {
    const { redactions: _redactions, disclosed: _disclosed, ...input } = makeExampleInput('disclosure');
    const form = await build(input, 'redaction-log');
    expect(tableOf(form, 'masks')).toBeUndefined();
    expect(textOf(form)).toContain('None');
  });
});
