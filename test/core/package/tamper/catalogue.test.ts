import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isPassed, AXES, PACKAGE_FINDING_CODES, type PackageFindingCode, type Verdict } from '../../../../src/core/package/verdict.ts';
import { attacks, LONG_ATTACKS } from '../../../support/hostile/attacks.ts';
import type { Attack, AttackedPackage } from '../../../support/hostile/attack.ts';
import { codesOf, verifyBytes } from '../../../support/package/golden.ts';
import { assertHarmless } from '../../../support/package/harmless.ts';
import { isLongTier } from '../../../support/tier.ts';
import { projectPath } from '../../../support/project.ts';

/** What a checker says of an attack: all of it but the sentences. */
interface Row {
  readonly id: string;
  readonly title: string;
  /** SHA-256 of the package, and of the earlier one where the checker has one. */
  readonly sha256: string;
  readonly earlierSha256?: string;
  readonly exitCode: number;
  readonly axes: Readonly<Record<string, string>>;
  /** Each once, in the order of the steps; without `time-not-checked`. */
  readonly codes: readonly PackageFindingCode[];
}

const MANIFEST = projectPath('test', 'vectors', 'hostile', 'manifest.json');
const manifest = new Map((JSON.parse(readFileSync(MANIFEST, 'utf8')) as Row[]).map((row) => [row.id, row]));
/** Bytes that zlib packs are other ones on other processors; what is said of them is the same. */
const IS_REFERENCE = process.arch === 'x64' && process.versions.node.startsWith('24.');
const WRITES = process.env['PUGMARK_WRITE_VECTORS'] === '1';
const written: Row[] = [];

/** Pictures are put together again for those alone who could have changed a recipe: the keys of the station make it count. */
const judge = ({ zip, ...knowledge }: AttackedPackage, { group }: Attack): Promise<Verdict> =>
  verifyBytes(zip, { ...knowledge, withoutPictures: group !== 'key-holder' });
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const foundIn = (verdict: Verdict): readonly PackageFindingCode[] => codesOf(verdict).filter((code) => code !== 'time-not-checked');

async function describeAttack(attack: Attack): Promise<{ readonly row: Row; readonly verdict: Verdict }> {
  const { id, title } = attack;
  const made = await attack.make();
  const verdict = await judge(made, attack);
  const row = {
    id,
    title,
    sha256: sha256(made.zip),
    ...(made.earlier === undefined ? {} : { earlierSha256: sha256(made.earlier) }),
    exitCode: isPassed(verdict) ? 0 : 1,
    axes: Object.fromEntries(AXES.map((axis) => [axis, verdict.axes[axis].state])),
    codes: foundIn(verdict),
  };
  return { row, verdict };
}

const withoutDigests = ({ sha256: _one, earlierSha256: _other, ...row }: Row): object => row;
const controls = new Map<string, Promise<readonly string[]>>();

/** What speaks against the control of an attack; many share one. */
async function againstControl(attack: Attack): Promise<readonly string[]> {
  const made = await attack.control();
  const key = `${sha256(made.zip)} ${made.trusted.join()} ${made.earlier === undefined ? '' : sha256(made.earlier)}`;
  const known =
    controls.get(key) ??
    judge(made, attack).then((verdict) => [
      ...foundIn(verdict),
      ...AXES.filter((axis) => verdict.axes[axis].state === 'fail'),
      // What is done to time stamps shows nothing where they do not hold untouched.
      ...(attack.group === 'time' && verdict.axes.time.state !== 'pass' ? [verdict.axes.time.state] : []),
    ]);
  controls.set(key, known);
  return await known;
}

/**
 * Those that every change is tried with. Lies of key holders, told by what they find, are all tried in verify-sealed.test.ts as well, where the
 * container is left out; of JSON without end one kind is enough.
 */
function choose(): readonly Attack[] {
  if (isLongTier() || WRITES) return attacks;
  return attacks.filter(
    ({ id, group }) =>
      !LONG_ATTACKS.has(id) &&
      !id.startsWith('reader-json-nested-without-end-opened-') &&
      (group !== 'key-holder' || id.includes('-rotation-')),
  );
}
const tried = choose();

describe('the tamper catalogue', () => {
  it.each(tried.map((attack) => ({ id: attack.id, attack })))('$id', async ({ id, attack }) => {
    const { row, verdict } = await describeAttack(attack);
    expect(row.exitCode).toBe(attack.expected.exitCode);
    expect(row.codes).toEqual(expect.arrayContaining([...attack.expected.codes]));
    assertHarmless(verdict);
    expect(await againstControl(attack)).toEqual([]);
    if (WRITES) {
      written.push(row);
      return;
    }
    const frozen = manifest.get(id);
    if (frozen === undefined) throw new Error(`${id} is not in the manifest`);
    expect(IS_REFERENCE ? row : withoutDigests(row)).toEqual(IS_REFERENCE ? frozen : withoutDigests(frozen));
  });

  it('has each attack once, under one id, and nothing else in its manifest', () => {
    if (WRITES) writeFileSync(MANIFEST, `${JSON.stringify(written, undefined, 2)}\n`);
    expect(new Set(attacks.map(({ id }) => id)).size).toBe(attacks.length);
    for (const { id } of attacks) expect(id).toMatch(/^[a-z][a-z0-9-]+$/);
    const listed = (JSON.parse(readFileSync(MANIFEST, 'utf8')) as Row[]).map(({ id }) => id);
    expect(listed).toEqual(attacks.map(({ id }) => id));
    expect([...LONG_ATTACKS].filter((id) => !listed.includes(id))).toEqual([]);
    expect(attacks.length).toBeGreaterThanOrEqual(60);
  });

  it('tries every finding that a package can have', () => {
    const found = new Set((JSON.parse(readFileSync(MANIFEST, 'utf8')) as Row[]).flatMap(({ codes }) => codes));
    const all = AXES.flatMap((axis): readonly PackageFindingCode[] => PACKAGE_FINDING_CODES[axis]);
    // What is not there yet, or came late, is no attack (check-time.test.ts); nor that nobody supplied the root of an agency's seal, or
    // that a profile has no custody log (test/app/export/profiles) or withholds records (test/app/export/disclosure).
    const noAttack: readonly string[] = [
      'time-not-checked',
      'token-pending',
      'time-lag',
      'agency-seal-untrusted',
      'custody-not-carried',
      'artifact-not-tied',
    ];
    expect(all.filter((code) => !found.has(code) && !noAttack.includes(code))).toEqual([]);
  });
});
