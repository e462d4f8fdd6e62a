import { describe, expect, it } from 'vitest';
import type { FormCheck, FormDocument } from '../../../src/core/forms/form-document.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { createFormContext } from '../../../src/reporting/forms/build-forms.ts';
import { buildAcquisitionRecord } from '../../../src/reporting/forms/acquisition-record.ts';
import { makeFormCase, textsOf, withholdEnvironments } from '../../support/form-case.ts';
import { event } from '../../support/report-case.ts';

// The precautions, each answered by what the record shows and by nothing else.

async function buildFor(input: FormInput): Promise<FormDocument> {
  return buildAcquisitionRecord(createFormContext(input));
}

function checkOf(form: FormDocument, id: string): FormCheck {
  const checks = form.sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === 'checks' ? block.checks : [])));
  const found = checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no line ${id}`);
  return found;
}

const answersOf = (form: FormDocument, ...ids: readonly string[]): readonly string[] => ids.map((id) => checkOf(form, id).answer);

describe('the acquisition record', () => {
  it('answers from the record, and says where the record is silent', async () => {
    const form = await buildFor(await makeFormCase());
    expect(answersOf(form, 'system', 'browser', 'extensions', 'fresh-profile', 'operator', 'start-time')).toEqual(Array(6).fill('done'));
    expect(checkOf(form, 'system').values).toEqual(['linux 6.1.0 (x64)']);
    expect(checkOf(form, 'operator').values).toEqual(['service number 4711']);
    expect(checkOf(form, 'start-time').values).toEqual(['started at 2 March 2026, 23:30:00 UTC']);
    expect(answersOf(form, 'machine', 'system-patch', 'malware-scan', 'addresses', 'provider')).toEqual(Array(5).fill('not-known'));
    // That none was chosen does not say that there was none.
    expect(checkOf(form, 'no-proxy')).toMatchObject({ answer: 'not-known', values: [expect.stringContaining('whether the system')] });
    expect(answersOf(form, 'clock-before', 'clock-after', 'network-recording', 'time-stamp')).toEqual(Array(4).fill('not-done'));
  });

  it('says what was not done: a kept profile, a proxy', async () => {
    const choices = { acceptInvalidTls: false, print: false, session: 'kept', proxy: 'http://proxy.example:3128' };
    const form = await buildFor(await makeFormCase({ environment: () => ({ choices }) }));
    expect(answersOf(form, 'fresh-profile', 'no-proxy')).toEqual(['not-done', 'not-done']);
    expect(checkOf(form, 'fresh-profile').values[0]).toContain('“kept”');
    expect(checkOf(form, 'no-proxy').values[0]).toContain('http://proxy.example:3128');
    const flags = ['--no-proxy-server'];
    const browser = { product: 'Chrome/1', userAgent: 'Mozilla/5.0', headless: true, sandbox: true, flags };
    const switchedOff = await buildFor(await makeFormCase({ environment: () => ({ browser }) }));
    expect(answersOf(switchedOff, 'no-proxy', 'extensions')).toEqual(['done', 'not-known']);
  });

  it('tells what is withheld from what was never recorded', async () => {
    const form = await buildFor(withholdEnvironments(await makeFormCase()));
    expect(checkOf(form, 'system')).toMatchObject({
      answer: 'not-known',
      values: ['It is named in the record and left out of this package.'],
    });
    expect(checkOf(form, 'machine').values).toEqual(['The record does not say.']);
  });

  it('reads clock checks of the record and of the log, within the session', async () => {
    const checked = { state: 'checked', source: 'sntp pool.example', offsetMs: -40, checkedAt: '2026-03-02T23:29:00.000Z' } as const;
    const input = await makeFormCase({ record: () => ({ clock: checked }) });
    const after = (seq: number): FormInput => ({
      ...input,
      timeline: [
        ...input.timeline,
        event(seq, {
          type: 'clock.checked',
          details: { method: 'sntp', offsetMs: 120, uncertaintyMs: 5, checkedAt: '2026-03-02T23:31:00.000Z' },
        }),
        event(5, { type: 'session.ended' }),
      ].toSorted((a, b) => a.entry.seq - b.entry.seq),
    });
    const before = await buildFor(input);
    expect(checkOf(before, 'clock-before')).toMatchObject({
      answer: 'done',
      values: ['compared with sntp pool.example', 'largest difference found: -40 ms (time source less clock of the station)'],
    });
    expect(checkOf(before, 'clock-after').answer).toBe('not-done');
    const both = await buildFor(after(4));
    expect(checkOf(both, 'clock-after').answer).toBe('done');
    expect(checkOf(both, 'clock-before').values[1]).toContain('120 ms');
    // A check of another session is none of this one.
    expect(checkOf(await buildFor(after(6)), 'clock-after').answer).toBe('not-done');
  });

  it('counts exhibits that differ and lets the weakest answer stand for all', async () => {
    const session = { acceptInvalidTls: false, print: false, session: 'kept' };
    const form = await buildFor(await makeFormCase({ exhibits: 12, environment: (index) => (index === 4 ? { choices: session } : {}) }));
    const { answer, values } = checkOf(form, 'fresh-profile');
    expect(answer).toBe('not-done');
    expect(values).toHaveLength(2);
    expect(values[0]).toMatch(
      /^11 of 12 exhibits – done: .*\(E-0001, E-0002, E-0003, E-0004, E-0006, E-0007, E-0008, E-0009, and 3 more\)$/,
    );
    expect(values[1]).toMatch(/^1 of 12 exhibits – not done: .*\(E-0005\)$/);
  });

  it('is as long for many exhibits, each different, as for one', async () => {
    const form = await buildFor(
      await makeFormCase({
        exhibits: 40,
        environment: (index) => ({ os: { platform: 'linux', release: `6.${index}`, architecture: 'x64' } }),
      }),
    );
    expect(checkOf(form, 'system').values).toHaveLength(9);
    expect(checkOf(form, 'system').values.at(-1)).toContain('32 more exhibits');
    expect(textsOf(form).length).toBeLessThan(100);
  });

  it('says of a package without captures that no line applies', async () => {
    const form = await buildFor({ ...(await makeFormCase()), exhibits: [] });
    expect(answersOf(form, 'system', 'digests')).toEqual(['not-applicable', 'not-applicable']);
  });

  it('never calls itself more than it is', async () => {
    for (const language of ['en', 'fr', 'nl'] as const) {
      const all = textsOf(await buildFor(await makeFormCase({ language }))).join('\n');
      expect(all).toMatch(/voluntary norm|norme volontaire|vrijwillige norm/);
      expect(all).not.toMatch(/constat|vaststelling|conforms|conforme|conform de/i);
    }
  });
});
