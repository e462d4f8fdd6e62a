import { takePackage } from '../../src/app/take-package.ts';
import { SNIFF_BYTES, sniffMedia } from '../../src/capture/steps/sniff-media.ts';
import type { ExhibitNumber } from '../../src/core/ids.ts';
import { PACKAGE_PATHS } from '../../src/core/package/layout.ts';
import { AXES, CLOSING_SENTENCE, type Verdict } from '../../src/core/package/verdict.ts';
import type { CaseStore, VaultStore } from '../../src/core/ports.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { makeClock, TEST_TOOL } from '../storage/vault-parts.ts';
import type { BuiltPackage } from '../support/package/builder.ts';
import { buildZip } from '../support/package-on-disk.ts';
import { digestOf } from '../support/package/twists.ts';
import { give } from './received-parts.ts';

/**
 * Keeps a package in a case as if its verification had found nothing against it: what is shown of a kept package must not rest on that. `file`: what came in
 * its place.
 */
export async function keepBuilt(vault: VaultStore, store: CaseStore, built: BuiltPackage, file?: Uint8Array): Promise<ExhibitNumber> {
  const bytes = file ?? (await buildZip(built.name, built.files));
  const clock = makeClock();
  const ground = {
    receive: {
      clock,
      cryptography: nodeCryptography,
      tool: TEST_TOOL,
      keepFile: () => Promise.resolve({ publish: () => Promise.resolve(), discard: () => Promise.resolve() }),
    },
    received: { clock, random: nodeCryptography.random, tool: TEST_TOOL, sniffMedia, sniffBytes: SNIFF_BYTES },
  };
  const seal = { ...built.seal, digest: digestOf(built.files.get(PACKAGE_PATHS.seal) ?? new Uint8Array()) };
  const axes = Object.fromEntries(AXES.map((axis) => [axis, { state: 'pass', findings: [], notes: [] }])) as unknown as Verdict['axes'];
  const verdict: Verdict = { format: 'verdict/v1', package: seal.package, exhibits: [], axes, closing: CLOSING_SENTENCE };
  const { exhibit } = await takePackage(ground, {
    vault,
    given: { verdict, seal, fileSha256: digestOf(bytes) },
    path: '/nowhere/receipt.dsse.json',
    into: { case: store.summary.reference },
    keep: { file: give('package.zip', bytes), contents: { note: undefined, exhibits: '' } },
    signal: new AbortController().signal,
  });
  if (exhibit === undefined) throw new Error('It was not kept');
  return exhibit;
}
