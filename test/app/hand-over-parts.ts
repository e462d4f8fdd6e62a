import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { receivePackage, type SignedReceipt, type VerifiedPackage } from '../../src/app/receive-package.ts';
import { verifyPackage, type CheckedSeal } from '../../src/core/package/verify-package.ts';
import type { CaseStore, VaultStore } from '../../src/core/ports.ts';
import { composeVerifyPorts } from '../../src/engine/composition.ts';
import { readFileDigest } from '../../src/packaging/file-digest.ts';
import { keepFile } from '../../src/packaging/kept-file.ts';
import { openPackage } from '../../src/packaging/open-package.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { captureAd, makeCase, makeClock, makeFixture, TEST_TOOL, type Fixture } from '../storage/vault-fixture.ts';

/** A station with a case of one exhibit. */
export interface TestStation {
  readonly fixture: Fixture;
  readonly vault: VaultStore;
  readonly store: CaseStore;
  /** Fingerprint of its identity, as others would register it. */
  readonly key: string;
}

/** `root`: a folder of its own that is there already. */
export async function makeStation(root: string, practice = false): Promise<TestStation> {
  const fixture = makeFixture({}, root);
  const vault = await fixture.init();
  const store = makeCase(vault, { practice });
  await captureOne(store);
  return { fixture, vault, store, key: store.station };
}

export async function captureOne(store: CaseStore): Promise<void> {
  const session = store.startSession({});
  await captureAd(store, session);
  store.endSession(session, {});
}

/** What a receiver comes to know of a package. */
export async function verifyGiven(path: string, withFile = true): Promise<VerifiedPackage> {
  const opened = await openPackage(path);
  let seal: CheckedSeal | undefined;
  const verdict = await verifyPackage(composeVerifyPorts(), opened, { onSeal: (read) => (seal = read) });
  await opened.close();
  const fileSha256 = withFile ? await readFileDigest(path) : undefined;
  return { verdict, seal, ...(fileSha256 === undefined ? {} : { fileSha256 }) };
}

export async function signFor(
  receiver: TestStation,
  given: VerifiedPackage,
  name = 'receipt.json',
): Promise<SignedReceipt & { readonly bytes: Buffer }> {
  const ground = { clock: makeClock('2026-03-03T08:00:00.000Z'), cryptography: nodeCryptography, tool: TEST_TOOL, keepFile };
  const path = join(receiver.fixture.root, name);
  const signed = await receivePackage(ground, { vault: receiver.vault, store: receiver.store, given, path });
  return { ...signed, bytes: readFileSync(path) };
}
