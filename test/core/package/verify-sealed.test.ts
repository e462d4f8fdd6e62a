import { beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { AXES, PACKAGE_FINDING_CODES, type PackageFindingCode, type Verdict } from '../../../src/core/package/verdict.ts';
import { buildPackage, type BuiltPackage } from '../../support/package/builder.ts';
import { digestOf, EARLIER_ID, PACKAGE_ID, type Twists } from '../../support/package/twists.ts';
import { verifyFiles, verifyPorts, type Knowledge } from '../../support/verify-files.ts';

import { CONTENT_FAULTS } from '../../support/package/content-faults.ts';
import { CONSISTENCY_FAULTS, dropTexts } from '../../support/package/consistency-faults.ts';
import { COUNT_FAULTS } from '../../support/package/contradiction-faults.ts';
import { CUSTODY_FAULTS } from '../../support/package/custody-faults.ts';
import { redacting, REDACTION_FAULTS } from '../../support/package/redaction-faults.ts';
import { COVERED } from '../../support/package/rich-package.ts';

import { AA, E1, stranger } from '../../support/package/faults.ts';

const FAULTS = [...CONTENT_FAULTS, ...CUSTODY_FAULTS, ...CONSISTENCY_FAULTS, ...REDACTION_FAULTS, ...COUNT_FAULTS];

function codesOf(verdict: Verdict): readonly PackageFindingCode[] {
  return AXES.flatMap((axis) => verdict.axes[axis].findings.map(({ code }) => code));
}

/** Codes of the container and of the bag, which have tests of their own. */
const OF_THE_BAG: ReadonlySet<PackageFindingCode> = new Set([
  'container-not-canonical',
  'name-duplicate',
  'name-unsafe',
  'entry-kind-refused',
  'size-limit',
  'bag-declaration-invalid',
  'manifest-missing',
  'manifest-invalid',
  'file-missing',
  'file-unlisted',
  'file-changed',
  'oxum-differs',
  'viewer-forged',
  // Of forms: contradictions.test.ts.
  'form-differs',
  // Of time stamps: check-time.test.ts.
  'token-wrong',
  'token-subject-wrong',
  'token-root-unknown',
  'token-missing',
  'token-pending',
  'time-lag',
]);

describe('a package as it was sealed', () => {
  let whole: BuiltPackage;
  let knowledge: Knowledge;
  beforeAll(async () => {
    whole = await buildPackage();
    knowledge = { trusted: [whole.station.id] };
  });

  it('has nothing against it', async () => {
    const verdict = await verifyFiles(whole.files, knowledge);
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(Object.fromEntries(AXES.map((axis) => [axis, verdict.axes[axis].state]))).toEqual({
      integrity: 'pass',
      authorship: 'pass',
      custody: 'pass',
      time: 'not-checked',
      completeness: 'as-recorded',
    });
    expect(verdict).toMatchObject({
      package: PACKAGE_ID,
      profile: 'prosecutor',
      practice: false,
      signedBy: whole.station.id,
      scope: { case: 'OP-2026/17', exhibitsInPackage: 3, exhibitsInCase: 2, failedAttempts: 1, withheldEntries: 0, earlierPackages: 1 },
    });
    expect(verdict.exhibits.map(({ exhibit, state }) => `${exhibit} ${state}`)).toEqual([
      'E-0001 sealed',
      'E-0002 failed',
      'E-0003 partial',
    ]);
    expect(verdict.exhibits[0]?.completeness).toEqual({ exchanges: 3, incomplete: { shown: 0, supporting: 1, background: 0 } });
    expect(AXES.flatMap((axis) => verdict.axes[axis].notes.map(({ code }) => code)).toSorted()).toEqual(
      ['artifact-withheld', 'artifact-withheld', 'attempt-failed', 'exhibit-partial', 'key-trusted'].toSorted(),
    );
  });

  it('has nothing against it where exhibits are left out, or where it is practice', async () => {
    const part = await buildPackage({ exhibits: ['E-0001'] });
    const verdict = await verifyFiles(part.files, knowledge);
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.scope).toMatchObject({ exhibitsInPackage: 1, exhibitsInCase: 2, withheldEntries: 4 });
    const practice = await buildPackage({ practice: true });
    expect(codesOf(await verifyFiles(practice.files, { trusted: [practice.station.id] }))).toEqual(['time-not-checked']);
  });

  it('says who signed it where nothing was brought to compare with, and fails where something else was', async () => {
    const alone = await verifyFiles(whole.files);
    expect(alone.axes.authorship).toMatchObject({ state: 'not-checked', findings: [{ code: 'key-untrusted', subject: whole.station.id }] });
    const other = await verifyFiles(whole.files, { trusted: [AA] });
    expect(other.axes.authorship).toMatchObject({ state: 'fail', findings: [{ code: 'key-untrusted' }] });
  });

  it('says which pictures it could not put together again', async () => {
    const { images: _images, ...ports } = verifyPorts;
    const verdict = await verifyFiles(whole.files, { ...knowledge, ports });
    expect(verdict.axes.integrity.state).toBe('pass');
    expect(verdict.axes.integrity.notes).toContainEqual(
      expect.objectContaining({ code: 'recipe-not-checked', subject: `${E1}/screenshot-full.png` }),
    );
  });

  it('says which addresses cannot be opened', async () => {
    const silent = await buildPackage({ payload: (files) => dropTexts(files, 'address') });
    const verdict = await verifyFiles(silent.files, knowledge);
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.axes.custody.notes.filter(({ code }) => code === 'address-not-shown')).toHaveLength(3);
  });
});

describe('a package with one thing wrong', () => {
  it.each(FAULTS.map(([code, what, twists, subject]) => ({ code, what, twists, subject })))(
    '$code: $what',
    async ({ code, twists, subject }) => {
      const { files, station } = await buildPackage(twists);
      const verdict = await verifyFiles(files, code === 'key-untrusted' ? { trusted: [AA] } : { trusted: [station.id] });
      const axis = AXES.find((one) => (PACKAGE_FINDING_CODES[one] as readonly string[]).includes(code));
      if (axis === undefined) throw new Error(`${code} has no axis`);
      const named = verdict.axes[axis].findings.filter((finding) => finding.code === code);
      expect(named, `findings: ${JSON.stringify(AXES.map((one) => verdict.axes[one].findings))}`).not.toEqual([]);
      expect(named.map((finding) => finding.subject)).toContain(subject ?? named[0]?.subject);
      expect(verdict.axes[axis].state).toBe('fail');
    },
  );

  it('may hold redacted copies of what it holds: the control', async () => {
    const { files, station } = await buildPackage(redacting({ copy: COVERED }));
    expect(codesOf(await verifyFiles(files, { trusted: [station.id] }))).toEqual(['time-not-checked']);
  });

  it('is tried for every code from the seal on', () => {
    // A root of an agency: test/app/export/agency-seal.test.ts. A profile without a custody log: test/app/export/profiles; one that
    // withholds records: test/app/export/disclosure.
    const tried = new Set<PackageFindingCode>([
      'agency-seal-untrusted',
      'custody-not-carried',
      'artifact-not-tied',
      ...FAULTS.map(([code]) => code),
      'time-not-checked',
    ]);
    const all = AXES.flatMap((axis): readonly PackageFindingCode[] => PACKAGE_FINDING_CODES[axis]);
    expect(all.filter((code) => !tried.has(code) && !OF_THE_BAG.has(code))).toEqual([]);
  });

  it('never passes custody without a seal', async () => {
    const { files } = await buildPackage({ sealed: (made) => void made.delete(PACKAGE_PATHS.seal) });
    const verdict = await verifyFiles(files);
    expect(AXES.map((axis) => verdict.axes[axis].state)).toEqual(['fail', 'not-checked', 'not-checked', 'not-checked', 'not-checked']);
    expect(verdict.package).toBe('a package');
  });
});

describe('an earlier package of the case', () => {
  /** The same log, three entries shorter. */
  const before: Twists = {
    event: (event) => (event.details?.['package'] === PACKAGE_ID || event.type === 'package.sealed' ? [] : [event]),
    statement: ({ previous: _previous, ...seal }) => ({ ...seal, package: EARLIER_ID, earlierPackages: 0 }),
  };

  async function buildPair(
    later: Twists = {},
    earlier: Twists = {},
  ): Promise<{ readonly first: BuiltPackage; readonly second: BuiltPackage }> {
    const first = await buildPackage({ ...before, ...earlier });
    const digest = digestOf(first.files.get(PACKAGE_PATHS.seal) ?? new Uint8Array());
    const second = await buildPackage({
      event: (event) => [event.type === 'package.sealed' ? { ...event, digest } : event],
      statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: digest } }),
      ...later,
    });
    return { first, second };
  }

  it('is a beginning of this one', async () => {
    const { first, second } = await buildPair();
    const verdict = await verifyFiles(second.files, { trusted: [second.station.id], earlier: first.files });
    expect(codesOf(verdict)).toEqual(['time-not-checked']);
    expect(verdict.axes.custody.notes).toContainEqual(expect.objectContaining({ code: 'earlier-package-matches', subject: EARLIER_ID }));
  });

  const otherActor: Twists = { entry: (entry) => (entry.seq === 0 ? { ...entry, actor: 'NL-5678' } : entry) };
  it.each<[what: string, later: Twists, earlier: Twists]>([
    ['the log was rewritten since', otherActor, {}],
    ['it is of another case', {}, { statement: (seal) => ({ ...seal, package: EARLIER_ID, case: { ...seal.case, id: PACKAGE_ID } }) }],
    ['its seal is by another key', {}, { sealer: () => stranger }],
    ['its seal is not there', {}, { sealed: (files) => void files.delete(PACKAGE_PATHS.seal) }],
    ['this one names another seal of it', { statement: (seal) => ({ ...seal, previous: { package: EARLIER_ID, seal: AA } }) }, {}],
  ])('is told apart where %s', async (_what, later, earlier) => {
    const { first, second } = await buildPair(later, earlier);
    const verdict = await verifyFiles(second.files, { trusted: [second.station.id], earlier: first.files });
    expect(verdict.axes.custody.state).toBe('fail');
    expect(verdict.axes.custody.findings.map(({ code }) => code)).toContain('earlier-package-differs');
  });

  it('is told apart where it is the later one of the two', async () => {
    const { first, second } = await buildPair();
    const verdict = await verifyFiles(first.files, { trusted: [second.station.id], earlier: second.files });
    expect(verdict.axes.custody.findings.map(({ code }) => code)).toContain('earlier-package-differs');
  });
});
