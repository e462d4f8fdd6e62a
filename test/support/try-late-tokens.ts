import type { Browser } from 'puppeteer-core';
import { expect } from 'vitest';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import type { SuppliedToken } from '../../src/core/package/supplement/read-supplement.ts';
import type { AxisState } from '../../src/core/package/verdict.ts';
import { sealTokenPath, subjectPath, tokenPath } from '../../src/core/package/time-paths.ts';
import { buildPemCertificate } from '../../src/core/timestamp/pem.ts';
import { writeZip } from '../../src/packaging/zip-writer.ts';
import { makePacked } from './hostile/key-holder-attacks.ts';
import { AUTHORITY, newestNoteOf, requestFor, sealOf, stampedTwists, tokenOver } from './hostile/stamped-package.ts';
import { verifyBytes } from './package/golden.ts';
import { digestOf } from './package/twists.ts';
import { tempFolder } from './temp-folder.ts';
import { withLongerTier } from './tier.ts';
import { keepFile, openVerifier, type PlacedVerifier } from './verifier-page.ts';
import { collect } from './zip-bytes.ts';

type TokenRow = readonly [paths: readonly string[], tokens: readonly SuppliedToken[], time: AxisState];

const LATER = '2026-03-02T18:00:00Z';

/** Tokens that came after a package was sealed change its verdict in START-HERE.html as they do on the command line: none, right ones, a supplement, a wrong one. Gives what the page complains of: nothing. */
export async function tryLateTokens(browser: Browser, placed: PlacedVerifier): Promise<readonly string[]> {
  const complaints: string[] = [];
  let [seal, note] = [new Uint8Array(), new Uint8Array()];
  const nobody = { session: undefined, checkpoint: undefined, seal: undefined };
  const twists = await stampedTwists({
    times: nobody,
    twists: {
      payload: (files) => {
        note = Uint8Array.from(newestNoteOf(files));
        files.set(subjectPath(digestOf(note), 'note'), note);
        files.set(tokenPath(digestOf(note), 'local', 'tsq'), requestFor(note));
      },
      sealed: (files) => {
        seal = Uint8Array.from(sealOf(files));
        files.set(sealTokenPath('local', 'tsq'), requestFor(seal));
      },
    },
  });
  const { zip, trusted } = await makePacked(twists);
  const folder = tempFolder();
  const path = keepFile(folder, 'package.zip', zip);
  const root = keepFile(folder, 'root.pem', toUtf8(buildPemCertificate(AUTHORITY.root)));
  const overSeal: SuppliedToken = { name: 'seal.tsr', response: tokenOver(seal, LATER) };
  const overNote: SuppliedToken = { name: 'note.tsr', response: tokenOver(note, LATER) };
  const wrong: SuppliedToken = { name: 'wrong.tsr', response: tokenOver(Uint8Array.of(1), LATER) };
  const inside = { path: 'seal/seal.dsse.json.local.tsr', sizeBytes: overSeal.response.length, source: overSeal.response };
  const supplement = await collect(writeZip([inside], { createdAt: '2026-03-02T18:00:00.000Z' }));
  const keep = ({ name, response }: SuppliedToken): string => keepFile(folder, name, response);
  const rows = withLongerTier<TokenRow>(
    [
      [[keep(overSeal), keep(overNote)], [overSeal, overNote], 'pass'],
      [[keep(overNote), keep(wrong)], [overNote, wrong], 'fail'],
    ],
    [
      [[], [], 'pending'],
      [[keepFile(folder, 'later.zip', supplement)], [{ ...overSeal, name: `later.zip: ${inside.path}` }], 'pending'],
    ],
  );
  for (const [tokens, suppliedTokens, state] of rows) {
    const verifier = await openVerifier(browser, placed.url);
    const verdict = await verifier.check(path, { ...(trusted[0] === undefined ? {} : { fingerprint: trusted[0] }), roots: [root], tokens });
    const expected = await verifyBytes(zip, { trusted, timestampRoots: [AUTHORITY.root], suppliedTokens });
    expect(verdict).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(verdict.axes.time.state).toBe(state);
    complaints.push(...verifier.complaints);
    await verifier.page.close();
  }
  return complaints;
}
