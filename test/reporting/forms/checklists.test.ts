import { describe, expect, it } from 'vitest';
import { formDocumentSchema, type FormDocument } from '../../../src/core/forms/form-document.ts';
import { PROFILES } from '../../../src/core/package/profiles.ts';
import type { PackageStamp } from '../../../src/core/package/time-files.ts';
import { buildForms, createFormContext } from '../../../src/reporting/forms/build-forms.ts';
import { FORM_BUILDERS, PROFILE_FORMS } from '../../../src/reporting/forms/form-registry.ts';
import { buildRenewalSet } from '../../../src/reporting/forms/renewal-set.ts';
import { makeFormCase, textsOf } from '../../support/form-case.ts';
import { event } from '../../support/report-case.ts';

function answerOf(form: FormDocument | undefined, id: string): string | undefined {
  const checks = form?.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'checks' ? block.checks : [])));
  return checks?.find((check) => check.id === id)?.answer;
}

/** Two answers of the Berkeley checklist for a capture that is partial by this reason. */
async function partly(code: 'height-limit' | 'step-failed' | 'byte-limit'): Promise<readonly (string | undefined)[]> {
  const observation = { state: 'partial' as const, reasons: [{ code, detail: 'x' }] };
  const [, berkeley] = await buildForms('prosecutor', await makeFormCase({ observation }));
  return ['p155-c-page', 'p154-native'].map((id) => answerOf(berkeley, id));
}

const build = async (stamps: readonly PackageStamp[]): Promise<FormDocument> =>
  buildRenewalSet(createFormContext({ ...(await makeFormCase()), stamps }));
const fieldOf = (form: FormDocument, id: string): unknown =>
  form.sections
    .flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'fields' ? block.fields : [])))
    .find((field) => field.id === id);

describe('forms of a profile', () => {
  it('are those of the closed table, in its order, and hold to their schema', async () => {
    for (const profile of PROFILES) {
      const input = await makeFormCase();
      const forms = await buildForms(profile, { ...input, seal: { ...input.seal, profile } });
      expect(forms.map(({ form }) => form)).toEqual(PROFILE_FORMS[profile].filter((id) => FORM_BUILDERS[id] !== undefined));
      for (const form of forms) {
        expect(formDocumentSchema.parse(form)).toEqual(form);
        const ids = form.sections.flatMap(({ blocks }) =>
          blocks.flatMap((block) =>
            (block.type === 'fields' ? block.fields : block.type === 'checks' ? block.checks : []).map(({ id }) => id),
          ),
        );
        expect(new Set(ids).size).toBe(ids.length);
      }
    }
  });

  it('stop when they are told to', async () => {
    await expect(buildForms('prosecutor', await makeFormCase(), AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  it('read each record once for all of them', async () => {
    const input = await makeFormCase({ exhibits: 2 });
    let reads = 0;
    const exhibits = input.exhibits.map((exhibit) => ({
      ...exhibit,
      readRecord: () => {
        reads += 1;
        return exhibit.readRecord();
      },
    }));
    expect(await buildForms('prosecutor', { ...input, exhibits })).toHaveLength(3);
    expect(reads).toBe(2);
  });
});

describe('checklists', () => {
  it('answer from records and log: what was kept, what was not, what nobody can tell from here', async () => {
    const [, berkeley, swgde] = await buildForms('prosecutor', await makeFormCase());
    expect(['p155-a-address', 'p155-b-source', 'p155-c-page', 'p155-c-first', 'p153-hash'].map((id) => answerOf(berkeley, id))).toEqual(
      Array(5).fill('done'),
    );
    expect(['p155-c-time-visible'].map((id) => answerOf(berkeley, id))).toEqual(['not-done']);
    expect(['p155-d-media', 'p155-f-context', 'p155-g-address', 'copies'].map((id) => answerOf(berkeley, id))).toEqual(
      Array(4).fill('not-known'),
    );
    expect(['s3-5-authority', 's7-3-hash', 's9-archive'].map((id) => answerOf(swgde, id))).toEqual(Array(3).fill('done'));
    expect(['s3-3-request', 's4-2-repeats', 's4-3-validation', 's7-5-registration'].map((id) => answerOf(swgde, id))).toEqual(
      Array(4).fill('not-known'),
    );
  });

  it('see what the log and other captures add', async () => {
    const input = await makeFormCase({ exhibits: 2 });
    const { caseBasis: _basis, ...rest } = input;
    const [, , swgde] = await buildForms('prosecutor', { ...rest, timeline: [...input.timeline, event(9, { type: 'notice.sent' })] });
    // Both exhibits are of one address.
    expect(['s3-3-request', 's4-2-repeats', 's3-5-authority'].map((id) => answerOf(swgde, id))).toEqual(['done', 'done', 'not-known']);
  });

  it('call no part the whole', async () => {
    expect(await partly('height-limit')).toEqual(['not-done', 'done']);
    expect(await partly('step-failed')).toEqual(['not-known', 'done']);
    expect(await partly('byte-limit')).toEqual(['done', 'not-done']);
  });

  it('say that their texts were not at hand', async () => {
    const [, berkeley, swgde] = await buildForms('prosecutor', await makeFormCase());
    for (const form of [berkeley, swgde]) expect(form?.notices[0]).toMatch(/was not at hand, and nothing is quoted/);
  });
});

/** A token over the log up to `size`. */
function stampOver(size: number, certificatesUntil?: string): PackageStamp {
  return {
    authority: 'tsa-one',
    digest: `sha256:${'ab'.repeat(32)}`,
    of: { kind: 'checkpoint', origin: 'pugmark.test', size },
    earliest: '2026-03-03T08:00:00.000Z',
    latest: '2026-03-03T08:00:01.000Z',
    path: `data/time/${String(size).repeat(64)}.tsa-one.tsr`,
    hash: 'sha256',
    ...(certificatesUntil === undefined ? {} : { certificatesUntil }),
  };
}

describe('the renewal set', () => {
  it('names the first certificate to end, and every token', async () => {
    const form = await build([stampOver(1, '2031-01-02T00:00:00.000Z'), stampOver(2, '2029-05-06T00:00:00.000Z'), stampOver(3)]);
    expect(fieldOf(form, 'renew-before')).toMatchObject({ state: 'given', values: ['6 May 2029, 00:00:00 UTC'] });
    const all = textsOf(form).join('\n');
    for (const size of [1, 2, 3]) expect(all).toContain(`data/time/${String(size).repeat(64)}.tsa-one.tsr`);
    expect(all).toContain('1 time stamp holds no certificate that can be read');
    expect(all).toMatch(/It is not an Evidence Record/);
  });

  it('leaves the date open where there is no time stamp', async () => {
    const form = await build([]);
    expect(fieldOf(form, 'renew-before')).toMatchObject({ state: 'missing', values: [] });
    expect(textsOf(form).join('\n')).toContain('This package holds no time stamp');
  });
});
