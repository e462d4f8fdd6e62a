import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ExportedPackage } from '../../../src/app/export-run.ts';
import type { CustodyEntry } from '../../../src/core/custody/entry.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { PROFILES, type Profile } from '../../../src/core/package/profiles.ts';
import { isPassed, type Verdict } from '../../../src/core/package/verdict.ts';
import { verifyAtPath } from '../../support/package/golden.ts';
import { TINY_PNG } from '../../support/pictures.ts';
import { buildRawZip } from '../../support/raw-zip.ts';
import { exportProfile, makeFormGround, makePictureCase, PICTURE_BYTES, SECRET, type PracticeLikeCase } from './profile-parts.ts';
import { listFiles, readJson, readStatement, unpack } from './unpacked.ts';

interface Made {
  readonly made: ExportedPackage;
  readonly bag: string;
  readonly files: readonly string[];
  readonly told: FormInput | undefined;
}

let practice: PracticeLikeCase;
let recipient = '';
const packages = new Map<Profile, Made>();
function madeFor(profile: Profile): Made {
  const made = packages.get(profile);
  if (made === undefined) throw new Error(`no package for ${profile}`);
  return made;
}

async function trustedVerdict(path: string): Promise<Verdict> {
  return await verifyAtPath(path, { trusted: [practice.store.station] });
}

const statesOf = ({ axes }: Verdict) => [axes.integrity.state, axes.authorship.state, axes.custody.state];
const entries = (): CustodyEntry[] => practice.store.readLog().map(({ line }) => JSON.parse(line) as CustodyEntry);

beforeAll(async () => {
  recipient = await identityToRecipient(await generateX25519Identity());
  practice = await makePictureCase(3);
  for (const profile of PROFILES) {
    const told: FormInput[] = [];
    const made = await exportProfile(practice, profile, { ground: makeFormGround(told) });
    const bag = unpack(made.path);
    packages.set(profile, { made, bag, files: listFiles(bag), told: told[0] });
  }
});

const CARRIED = ['prosecutor', 'interpol', 'europol', 'archive'] as const;
const BARE = ['platform', 'pattern'] as const;

describe('a package of every profile', () => {
  it.each(CARRIED)('%s: exhibits, custody and forms, and the verifier accepts it', async (profile) => {
    const { made, files, bag } = madeFor(profile);
    expect(statesOf(await trustedVerdict(made.path))).toEqual(['pass', 'pass', 'pass']);
    expect(files).toContain('data/forms/form.en.docx');
    expect(files).toContain('data/exhibits/E-0003/screenshot-viewport.png');
    const isOperatorIn = profile === 'prosecutor' || profile === 'archive';
    expect(files.includes('data/exhibits/E-0001/environment.json')).toBe(isOperatorIn);
    expect(files.filter((path) => readFileSync(join(bag, path)).includes(SECRET))).toEqual([]);
    const readMe = readFileSync(join(bag, 'data/README.txt'), 'utf8');
    expect(readMe).toContain('values of cookies');
    expect(readMe.includes('the files about operator and station of each exhibit: the operator did not choose')).toBe(!isOperatorIn);
  });

  it.each(BARE)('%s: forms alone, sealed without custody, and the verifier says what it could not look at', async (profile) => {
    const { made, files, bag } = madeFor(profile);
    const verdict = await trustedVerdict(made.path);
    expect(statesOf(verdict)).toEqual(['pass', 'pass', 'not-checked']);
    expect([verdict.axes.time.state, verdict.axes.completeness.state, verdict.scope, verdict.exhibits]).toEqual([
      'not-checked',
      'not-checked',
      undefined,
      [],
    ]);
    expect(verdict.axes.custody.findings.map(({ code }) => code)).toEqual(['custody-not-carried']);
    expect([isPassed(verdict), isPassed(verdict, ['custody'])]).toEqual([true, false]);
    const payload = files.filter((path) => path.startsWith('data/') && !path.startsWith('data/custody/keys/'));
    expect(payload).toEqual(['data/README.txt', 'data/forms/form.en.docx', 'data/forms/form.en.txt', 'data/schemas/page.md']);
    const purposes = readdirSync(join(bag, 'data/custody/keys')).map((name) =>
      String(readStatement(bag, `data/custody/keys/${name}`).predicate['purpose']),
    );
    expect(purposes.toSorted()).toEqual(['identity', 'seal']);
    expect((await verifyAtPath(bag, { trusted: [practice.store.station] })).axes.integrity.state).toBe('pass');
  });

  it('stands in the log of the case, each export with its seal', () => {
    const log = entries();
    for (const { made } of packages.values())
      expect(log.find(({ digest }) => digest === made.seal)).toMatchObject({ type: 'package.sealed', details: { package: made.package } });
    const prosecutor = log.find(({ details }) => details['profile'] === 'prosecutor');
    expect(prosecutor?.details).toEqual({
      package: madeFor('prosecutor').made.package,
      profile: 'prosecutor',
      language: 'en',
      exhibits: ['E-0001', 'E-0002', 'E-0003'],
      destinationCommitment: expect.any(String),
      purposeCommitment: expect.any(String),
      recipientCommitment: expect.any(String),
    });
  });

  it('for a platform names the case to those who are asked, and nobody who was at work', () => {
    const { bag, told } = madeFor('platform');
    const { predicate } = readStatement(bag, 'seal/seal.dsse.json');
    expect(predicate).toMatchObject({ case: { reference: 'OP-2026/17' }, operator: 'withheld', recipient: 'Unit of Anna Smit' });
    expect(predicate).not.toHaveProperty('scope');
    expect(told?.exhibits.map(({ exhibit, artifacts }) => [exhibit, artifacts.length])).toEqual([
      ['E-0001', 0],
      ['E-0002', 0],
      ['E-0003', 0],
    ]);
    expect([told?.seal.operator, told?.caseTitle, told?.timeline]).toEqual(['withheld', 'withheld', []]);
  });

  it('with patterns holds no byte that names the case, its persons, its exhibits or who made it', () => {
    const { bag, files, made, told } = madeFor('pattern');
    expect(basename(made.path)).toMatch(/^withheld_pattern_\d{8}T\d{6}Z\.zip$/);
    const { store } = practice;
    const digests = store.listExhibits().map(({ digest = 'none' }) => digest.slice('sha256:'.length));
    const origin = store.latestCheckpoint()?.origin ?? 'none';
    const secret = ['OP-2026/17', 'op-2026-17', 'NL-1234', store.summary.id, origin, 'Anna Smit', 'report 12', 'Ivory sold', ...digests];
    const decoded = files.map((path) => {
      const text = readFileSync(join(bag, path), 'latin1');
      return text + (path.endsWith('.dsse.json') ? JSON.stringify(readStatement(bag, path)) : '');
    });
    for (const word of secret) expect([word, decoded.filter((text) => text.includes(word)).length]).toEqual([word, 0]);
    // The control: another package of the same case has every one of them.
    const whole = madeFor('prosecutor');
    const control = whole.files.map(
      (path) =>
        readFileSync(join(whole.bag, path), 'latin1') + (path.endsWith('.dsse.json') ? JSON.stringify(readStatement(whole.bag, path)) : ''),
    );
    for (const word of secret.filter((one) => one !== 'op-2026-17' && one !== 'Ivory sold'))
      expect([word, control.some((text) => text.includes(word))]).toEqual([word, true]);
    expect(JSON.stringify(told?.seal)).not.toContain('OP-2026');
  });
});

describe('a package that may not name anybody', () => {
  it.each([
    ['a form with a name that a statement knows', 'data/forms/rows.csv', 'sold by jan.jansen@example.org'],
    ['an address that a page has', 'data/forms/rows.txt', 'see https://market.example/ad/4711?seller=tusk-and-co'],
    // Whether a face is on it no search of bytes can tell: none goes out, under whatever name.
    ['a picture', 'data/forms/rows.txt', TINY_PNG],
    ['a picture within a document', 'data/forms/rows.docx', buildRawZip([{ name: 'word/media/image1.bin', content: TINY_PNG }])],
  ])('is not made with %s', async (_what, path, content) => {
    const ground = makeFormGround([], {
      makers: {
        forms: {
          async *makeFiles() {
            await Promise.resolve();
            yield { path, bytes: typeof content === 'string' ? toUtf8(content) : content };
          },
        },
      },
    });
    const before = readdirSync(join(practice.fixture.root, 'out')).length;
    await expect(exportProfile(practice, 'pattern', { ground })).rejects.toMatchObject({ code: 'personal-data-found' });
    expect(readdirSync(join(practice.fixture.root, 'out'))).toHaveLength(before);
    expect(entries().at(-1)).toMatchObject({ type: 'package.failed', details: { reason: 'personal-data-found' } });
    // The control: the same form may go to others.
    expect((await exportProfile(practice, 'platform', { ground })).profile).toBe('platform');
  });
});

describe('what a profile leaves to choice', () => {
  it('goes in when it is chosen, and the seal and the log say so', async () => {
    const chosen = await exportProfile(practice, 'interpol', { choices: { 'operator-environment': true } });
    const bag = unpack(chosen.path);
    expect(listFiles(bag)).toContain('data/exhibits/E-0001/environment.json');
    expect(readStatement(bag, 'seal/seal.dsse.json').predicate['chosenParts']).toEqual(['operator-environment']);
    expect(entries().findLast(({ type }) => type === 'package.exported')?.details['parts']).toEqual(['operator-environment']);
    expect(statesOf(await trustedVerdict(chosen.path))).toEqual(['pass', 'pass', 'pass']);
    expect(readFileSync(join(bag, 'data/README.txt'), 'utf8')).toContain('because the operator chose it');
  });

  it('values of credentials, into an archive, with a reason that the log commits to and shows there', async () => {
    const reason = 'order of the court of 3 March';
    const made = await exportProfile(practice, 'archive', { choices: { secrets: true }, secretsReason: reason });
    const bag = unpack(made.path);
    expect(readJson(bag, 'data/exhibits/E-0002/secrets.json')).toEqual({ cookie: SECRET });
    expect(readFileSync(join(bag, 'data/custody/texts.jsonl'), 'utf8')).toContain(reason);
    expect(statesOf(await trustedVerdict(made.path))).toEqual(['pass', 'pass', 'pass']);
  });
});

describe('the reduced set of a Europol package', () => {
  it('stands beside the whole one, names its seal, and is in the log', async () => {
    const { made } = madeFor('europol');
    const { reduced } = made;
    if (reduced === undefined || 'failed' in reduced) throw new Error('no reduced set');
    expect(basename(reduced.path)).toMatch(/_europol_\d{8}T\d{6}Z_reduced\.zip$/);
    const verdict = await trustedVerdict(reduced.path);
    expect(statesOf(verdict)).toEqual(['pass', 'pass', 'not-checked']);
    expect(verdict.axes.custody.findings[0]?.message).toContain(made.seal);
    const bag = unpack(reduced.path);
    expect(listFiles(bag).filter((path) => path.startsWith('data/pictures/'))).toHaveLength(3);
    const original = readFileSync(join(madeFor('europol').bag, 'data/exhibits/E-0002/screenshot-viewport.png'));
    expect(readFileSync(join(bag, 'data/pictures/E-0002.sealed.png')).equals(original)).toBe(true);
    expect(reduced.pictures).toEqual({ sealed: 3, smaller: 0, leftOut: 0 });
    const exported = entries().find(({ details }) => details['reducedFrom'] === made.package);
    expect(exported).toMatchObject({ type: 'package.exported', details: { package: reduced.package, profile: 'europol' } });
    expect(entries().some(({ type, digest }) => type === 'package.sealed' && digest === reduced.seal)).toBe(true);
  });

  it.each([
    ['plain', 220_000, 1],
    ['encrypted', 160_000, 0],
  ])('is never over its limit: %s, %i bytes', async (way, reducedBytes, sealed) => {
    const lock = way === 'plain' ? {} : { encryption: { kind: 'recipients' as const, recipients: [recipient] } };
    const { reduced } = await exportProfile(practice, 'europol', { reducedBytes, ...lock });
    if (reduced === undefined || 'failed' in reduced) throw new Error(`no reduced set: ${reduced?.message}`);
    expect(reduced.sizeBytes).toBeLessThanOrEqual(reducedBytes);
    expect(readFileSync(reduced.path)).toHaveLength(reduced.sizeBytes);
    expect(reduced.pictures).toEqual({ sealed, smaller: 3 - sealed, leftOut: 0 });
  });

  it('marks smaller pictures as what they are', async () => {
    const { reduced } = await exportProfile(practice, 'europol', { reducedBytes: 160_000 });
    if (reduced === undefined || 'failed' in reduced) throw new Error('no reduced set');
    const bag = unpack(reduced.path);
    const list = readFileSync(join(bag, 'data/left-out.txt'), 'utf8');
    expect(list).toContain('E-0001  R3  data/pictures/E-0001.preview-not-evidence.jpg  made smaller, never evidence');
    expect(readFileSync(join(bag, 'data/pictures/E-0001.preview-not-evidence.jpg')).subarray(0, 2).toString('hex')).toBe('ffd8');
    expect(statesOf(await trustedVerdict(reduced.path))).toEqual(['pass', 'pass', 'not-checked']);
    expect(PICTURE_BYTES).toBeGreaterThan(50_000);
  });

  it('that even its forms do not fit into is not made, and the whole package stands', async () => {
    const made = await exportProfile(practice, 'europol', { reducedBytes: 50_000 });
    expect(made.reduced).toMatchObject({ failed: 'usage', message: expect.stringContaining('No reduced set of 50000 bytes') });
    expect(statesOf(await trustedVerdict(made.path))).toEqual(['pass', 'pass', 'pass']);
    expect(entries().at(-1)).toMatchObject({ type: 'package.failed', details: { reason: 'usage' } });
    expect(readdirSync(join(practice.fixture.folder, 'incoming'))).toEqual([]);
  });
});
