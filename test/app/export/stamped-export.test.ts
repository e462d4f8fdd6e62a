import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseTrustKey } from '../../../src/core/package/trust-key.ts';
import { isPassed, type Verdict } from '../../../src/core/package/verdict.ts';
import { verifyPackage } from '../../../src/core/package/verify-package.ts';
import { openPackage } from '../../../src/packaging/open-package.ts';
import { nodeCryptography } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { verifyPorts } from '../../support/verify-files.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { makeTimeAuthority, serveTimeAuthority, type LocalTimeAuthority } from '../../support/time/time-authority.ts';
import { captureAd } from '../../storage/vault-parts.ts';
import { makeTimes } from '../time/time-fixture.ts';
import { exportCase, makeGround } from './export-parts.ts';
import { listFiles, unpack } from './unpacked.ts';

/** What stands under a heading, as it would be copied. */
function readCommands(bag: string, heading: string): string {
  const readMe = readFileSync(join(bag, 'data/README.txt'), 'utf8');
  const commands = new RegExp(`^-------- ${heading} [^\n]*--------\n\n([^]*?)\n\n-------- end --------$`, 'm').exec(readMe)?.[1];
  if (commands === undefined) throw new Error(`the README has no commands under ${heading}`);
  return commands;
}

function runAsPrinted(bag: string, heading: string, roots: string): { readonly status: number | null; readonly output: string } {
  const options = { cwd: bag, encoding: 'utf8', env: { ...process.env, TSA_ROOTS: roots } } as const;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', readCommands(bag, heading)], options);
  return { status, output: `${stdout}${stderr}` };
}

async function verify(path: string, roots: readonly Uint8Array[], trusted: readonly `sha256:${string}`[]): Promise<Verdict> {
  const opened = await openPackage(path);
  try {
    return await verifyPackage(verifyPorts, opened, { trusted: new Set(trusted), timestampRoots: roots });
  } finally {
    await opened.close();
  }
}

interface Stamped {
  readonly path: string;
  readonly bag: string;
  readonly authority: LocalTimeAuthority;
  readonly trusted: readonly `sha256:${string}`[];
}

/** A package with tokens of one authority over its log and its seal; of another that had not answered, the requests. */
async function exportStamped(): Promise<Stamped> {
  const root = tempFolder();
  const authority = makeTimeAuthority(root);
  const [served, silent] = [await serveTimeAuthority(authority), await serveTimeAuthority(authority, 'silent')];
  silent.misbehave(() => 503);
  const { vault, store, times } = await makeTimes([served.authority, silent.authority]);
  for (let i = 0; i < 2; i += 1) {
    const session = store.startSession({});
    const now = systemClock.now();
    await captureAd(store, session, { times: { clickedAt: now, seenAt: now, finishedAt: now } });
    store.endSession(session, {});
    await times.queueOf(store).stamp({ withinMs: 20_000 });
  }
  const ground = makeGround({ clock: systemClock });
  const made = await exportCase(vault, store, root, { ground, tokens: times.deskOf(store) });
  const identity = vault.listKeys().find(({ purpose, practice }) => purpose === 'identity' && !practice);
  const trusted = identity === undefined ? [] : [parseTrustKey(nodeCryptography, identity.certificate)];
  return { path: made.path, bag: unpack(made.path), authority, trusted };
}

describe('a package of a case that was stamped', () => {
  it('holds the tokens, verifies, and says between which times each exhibit lies', async () => {
    const { path, bag, authority, trusted } = await exportStamped();
    const files = listFiles(bag).filter((file) => /^data\/time\/|^seal\//.test(file));
    expect(files.filter((file) => file.startsWith('seal/'))).toEqual([
      'seal/seal.dsse.json',
      'seal/seal.dsse.json.local.tsq',
      'seal/seal.dsse.json.local.tsr',
      'seal/seal.dsse.json.silent.tsq',
    ]);
    expect(files).toContain('data/time/README.txt');
    expect(files).toContain('data/time/chain/local.pem');
    expect(files.filter((file) => file.endsWith('.note')).length).toBeGreaterThan(1);

    for (const place of [path, bag]) {
      const verdict = await verify(place, [authority.root.der], trusted);
      expect(verdict.axes.time).toMatchObject({ state: 'pass', findings: [] });
      expect(verdict.axes.time.notes.map(({ code }) => code)).toEqual(['seal-stamped', 'no-lower-bound']);
      expect(isPassed(verdict, ['integrity', 'authorship', 'custody', 'time'])).toBe(true);
      for (const { notAfter } of verdict.exhibits) expect(Math.abs(Date.parse(notAfter ?? '') - Date.now())).toBeLessThan(60_000);
    }
    const unknown = await verify(path, [], trusted);
    expect([unknown.axes.time.state, unknown.exhibits[0]?.notAfter]).toEqual(['not-checked', undefined]);
    expect(isPassed(unknown, ['time'])).toBe(false);

    // By hand, as printed.
    const roots = authority.root.certificateFile;
    expect(runAsPrinted(bag, 'Linux', roots)).toMatchObject({ status: 0 });
    const times = runAsPrinted(bag, 'Time stamps on Linux', roots);
    expect(times.status).toBe(0);
    expect(times.output).toMatch(/ GMT {2}local has stamped the log up to entry \d+\n/);
    expect(times.output).toMatch(/ GMT {2}local has stamped the seal of this package\n/);
    // A root that is not that of the authority.
    const foreign = makeTimeAuthority(tempFolder()).root.certificateFile;
    expect(runAsPrinted(bag, 'Time stamps on Linux', foreign)).toMatchObject({ status: 1 });
    expect(runAsPrinted(bag, 'Time stamps on Linux', '/nowhere')).toMatchObject({ status: 2 });
    // A note in the place of another; a token for another subject; a changed seal token.
    for (const [from, to] of swaps(files)) {
      const [a, b] = [join(bag, from), join(bag, to)];
      const kept = readFileSync(b);
      copyFileSync(a, b);
      expect([from, to, runAsPrinted(bag, 'Time stamps on Linux', roots).status]).toEqual([from, to, 1]);
      writeFileSync(b, kept);
    }
    expect(runAsPrinted(bag, 'Time stamps on Linux', roots).status).toBe(0);
  });
});

function swaps(files: readonly string[]): readonly (readonly [string, string])[] {
  const [note = '', other = ''] = files.filter((file) => file.endsWith('.note'));
  const [token = '', second = ''] = files.filter((file) => file.startsWith('data/time/') && file.endsWith('.tsr'));
  return [
    [note, other],
    [token, second],
    [token, 'seal/seal.dsse.json.local.tsr'],
    ['seal/seal.dsse.json.local.tsq', token.replace('.tsr', '.tsq')],
  ];
}
