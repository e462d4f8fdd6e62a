import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../src/core/digest/encoding.ts';
import type { Cryptography } from '../../src/core/ports.ts';
import { nodeCryptography, nodeHashing } from '../../src/platform/cryptography.ts';
import { captureAd, makeCase, makeFixture, readAll } from './vault-fixture.ts';

/** Randomness that is none: hashes of a counter. Keys follow from it too. */
function makeCountedCryptography(): Cryptography {
  let counter = 0;
  const bytes = (length: number): Uint8Array => {
    counter += 1;
    return nodeHashing.sha512(toUtf8(`golden ${counter}`)).slice(0, length);
  };
  return {
    ...nodeCryptography,
    random: {
      bytes,
      uuid: () => {
        const hex = Buffer.from(bytes(16)).toString('hex');
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
      },
    },
    signingKeys: {
      ...nodeCryptography.signingKeys,
      generate: () => {
        const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), bytes(32)]);
        return { pkcs8, signer: nodeCryptography.signingKeys.open(pkcs8) };
      },
    },
  };
}

describe('frozen formats', () => {
  it('come out byte for byte as they always did', async () => {
    const fixture = makeFixture({ cryptography: makeCountedCryptography() });
    const vault = await fixture.init();
    const store = makeCase(vault);
    const session = store.startSession({}, { reason: 'first look' });
    await captureAd(store, session);
    store.abandonAttempt(
      store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
      'capture.cancelled',
      {},
    );
    const checkpoint = store.endSession(session, { captures: 2 });
    const artifacts = store.findExhibit('E-0001')?.artifacts ?? [];
    const record = artifacts.find(({ role }) => role === 'record');
    const keys = vault.listKeys();
    const [identity] = keys;
    if (record === undefined || identity === undefined) throw new Error('nothing sealed');
    const golden = {
      caseLog: store.readLog(),
      // The folder of the vault is in it as a commitment, and differs from run to run.
      vaultLog: vault
        .readLog()
        .slice(1)
        .map(({ line }) => line),
      checkpoint: checkpoint.note,
      proof: store.buildExhibitProof('E-0001'),
      certificates: keys.map(({ certificate }) => Buffer.from(certificate).toString('utf8')),
      wrappedKey: readFileSync(join(fixture.folder, 'keys', `${identity.id.slice('sha256:'.length)}.key.json`), 'utf8'),
      record: Buffer.from(await readAll(store.readArtifact(record))).toString('utf8'),
      objects: artifacts.map(({ name, objectSha256, sha512 }) => ({ name, objectSha256, sha512 })),
    };
    vault.close();
    await expect(`${JSON.stringify(golden, null, 1)}\n`).toMatchFileSnapshot('../vectors/vault-v1.json');
  });
});
