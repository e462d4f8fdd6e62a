import { keyLinkPath, keyPath, keyRevocationPath } from '../../../src/core/package/layout.ts';
import type { PackageFindingCode } from '../../../src/core/package/verdict.ts';
import type { KeyPurpose } from '../../../src/core/signing/key-certificate.ts';
import { buildKeyLink } from '../../../src/core/signing/key-link.ts';
import { buildKeyRevocation } from '../../../src/core/signing/key-revocation.ts';
import type { Signer } from '../../../src/core/ports.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { stranger } from '../package/faults.ts';
import { seededSigner } from '../package/seeded-keys.ts';
import type { PackageFiles, Station, Twists } from '../package/twists.ts';
import { idOf, titleOf, type Attack } from './attack.ts';
import { makePacked } from './key-holder-attacks.ts';

const next = seededSigner('the next seal key');
const idOfKey = ({ publicKey }: Signer): `sha256:${string}` => fingerprintOf(nodeHashing, publicKey);

interface Rotation {
  /** Who signs that `next` follows; the seal key of the station when not said. */
  readonly by?: (station: Station) => Signer;
  /** For what the link says that it is, and for what the key is certified. */
  readonly purpose?: KeyPurpose;
  readonly certifiedFor?: KeyPurpose;
  readonly under?: string;
  readonly uncertified?: boolean;
}

function putLink(
  files: PackageFiles,
  station: Station,
  { by, purpose = 'seal', certifiedFor = 'seal', under, uncertified }: Rotation,
): void {
  if (uncertified !== true) files.set(keyPath(idOfKey(next)), station.certify(next.publicKey, certifiedFor));
  const link = buildKeyLink(nodeHashing, by?.(station) ?? station.seal, {
    purpose,
    practice: station.practice,
    publicKey: next.publicKey,
    rotatedAt: '2026-03-02T07:00:00.000Z',
  });
  files.set(under ?? keyLinkPath(idOfKey(next)), link);
}

/** Sealed by the key that follows. */
const rotated = (rotation: Rotation): Twists => ({
  certificates: (files, station) => putLink(files, station, rotation),
  ...(rotation.uncertified === true || rotation.certifiedFor !== undefined ? {} : { sealer: () => next }),
});

const revoked = (by: (station: Station) => Signer): Twists => ({
  certificates: (files, station) =>
    files.set(
      keyRevocationPath(idOfKey(station.seal)),
      buildKeyRevocation(nodeHashing, [by(station)], {
        purpose: 'seal',
        practice: false,
        key: idOfKey(station.seal),
        reason: 'compromised',
        invalidFrom: '2026-03-02T07:00:00.000Z',
        statedAt: '2026-03-02T07:00:00.000Z',
      }),
    ),
});

const ROWS: readonly (readonly [what: string, code: PackageFindingCode, twists: Twists])[] = [
  ['a next seal key that a stranger names', 'key-link-invalid', rotated({ by: () => stranger })],
  ['a next seal key that the log key names', 'key-link-invalid', rotated({ by: ({ log }) => log })],
  ['a link that makes a log key out of a seal key', 'key-link-invalid', rotated({ certifiedFor: 'log' })],
  ['a link to a key that nobody certified', 'key-link-invalid', rotated({ uncertified: true })],
  ['a link under the name of another key', 'key-link-invalid', rotated({ under: keyLinkPath(`sha256:${'ab'.repeat(32)}`) })],
  ['a revocation by a stranger', 'key-revocation-invalid', revoked(() => stranger)],
  ['a revocation by the revoked key itself', 'key-revocation-invalid', revoked(({ seal }) => seal)],
  ['a seal by a key that the identity revoked before', 'key-revoked', revoked(({ identity }) => identity)],
  [
    'a log key rotated away that signs on after it',
    'key-link-missing',
    {
      event: (event) =>
        event.type === 'exhibit.viewed'
          ? [event, { type: 'key.rotated', details: { key: logKeyOf(), next: idOfKey(next), purpose: 'log', practice: false } }]
          : [event],
    },
  ],
];

function logKeyOf(): string {
  return idOfKey(seededSigner('evidence log'));
}

/** Keys that were rotated or revoked, used all the same, and links that nobody signed. */
export const ROTATION_ATTACKS: readonly Attack[] = ROWS.map(([what, code, twists]) => ({
  id: idOf('key-holder', `rotation ${what}`),
  group: 'key-holder',
  title: titleOf(what),
  expected: { exitCode: 1, codes: [code] },
  make: () => makePacked(twists),
  // Sealed by the next key, with a link by the one before it.
  control: () => makePacked(rotated({})),
}));
