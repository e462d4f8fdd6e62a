import { type CustodyEntry } from '../../../src/core/custody/entry.ts';
import { sha256DigestOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import type { CaptureRecord } from '../../../src/core/model/capture-record.ts';
import type { RecordedExchange } from '../../../src/core/model/exchange.ts';
import type { JsonValue } from '../../../src/core/model/primitives.ts';
import { type PackageSeal } from '../../../src/core/package/seal-statement.ts';
import type { Signer } from '../../../src/core/ports.ts';
import { buildKeyCertificate, type KeyPurpose } from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';

import { seededSigner } from './seeded-keys.ts';

export type PackageFiles = Map<string, Uint8Array>;
export interface EventSketch {
  readonly type: CustodyEntry['type'];
  readonly exhibit?: string;
  readonly digest?: Sha256Digest;
  readonly details?: Readonly<Record<string, JsonValue>>;
  readonly texts?: Readonly<Record<string, string>>;
}

/** Where a test puts its hand in while a package is made. Everything after that place follows from what the hand left. */
export interface Twists {
  readonly practice?: boolean;
  /** Exhibits that go in; the entries of the others are withheld. */
  readonly exhibits?: readonly string[];
  /** Service number in the [operator] artifacts; the log always says NL-1234. */
  readonly operator?: string;
  readonly exchanges?: (exchanges: RecordedExchange[]) => RecordedExchange[];
  readonly wacz?: (bytes: Uint8Array) => Uint8Array;
  readonly record?: (record: CaptureRecord) => CaptureRecord;
  readonly event?: (event: EventSketch) => readonly EventSketch[];
  readonly entry?: (entry: CustodyEntry) => CustodyEntry;
  /** Lines of the log, before any checkpoint is signed. */
  readonly lines?: (lines: string[]) => string[];
  readonly certificates?: (files: PackageFiles, station: Station) => void;
  /** Everything under `data/`, before the manifests. */
  readonly payload?: (files: PackageFiles, station: Station) => void;
  readonly info?: (info: Map<string, string>) => void;
  readonly statement?: (seal: PackageSeal) => PackageSeal;
  readonly sealer?: (station: Station) => Signer;
  /** The whole bag, sealed. */
  readonly sealed?: (files: PackageFiles, station: Station) => void;
}

export interface Station {
  readonly practice: boolean;
  readonly identity: Signer;
  readonly log: Signer;
  readonly seal: Signer;
  readonly id: Sha256Digest;
  certify(publicKey: Uint8Array, purpose: KeyPurpose, practice?: boolean): Uint8Array;
}

export const CASE = '2f6e1c1e-6c29-4a57-8d9e-0f2f6f9b1c11';
export const SESSION = '33333333-3333-4333-8333-333333333333';
export const ORIGIN = 'pugmark.aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
export const TOOL = 'pugmark/0.1.0+abababababab';
export const AD_URL = 'https://market.example/ad/4711';
export const PACKAGE_ID = '77777777-7777-4777-8777-777777777777';
export const EARLIER_ID = '66666666-6666-4666-8666-666666666666';

const stations = new Map<boolean, Station>();

/** Keys of the station that made every package of a test run: one for evidence, one for practice. */
export function stationOf(practice: boolean): Station {
  const known = stations.get(practice);
  if (known !== undefined) return known;
  const kind = practice ? 'practice' : 'evidence';
  const [identity, log, seal] = (['identity', 'log', 'seal'] as const).map((purpose) => seededSigner(`${kind} ${purpose}`)) as [
    Signer,
    Signer,
    Signer,
  ];
  const station: Station = {
    practice,
    identity,
    log,
    seal,
    id: fingerprintOf(nodeHashing, identity.publicKey),
    certify: (publicKey, purpose, ofPractice = practice) =>
      buildKeyCertificate(nodeHashing, identity, {
        publicKey,
        purpose,
        practice: ofPractice,
        createdAt: '2026-03-01T08:00:00.000Z',
        ...(purpose === 'identity' ? { agency: 'Team 7' } : {}),
        ...(purpose === 'operator' ? { operator: 'NL-1234' } : {}),
      }),
  };
  stations.set(practice, station);
  return station;
}

export function digestOf(bytes: Uint8Array): Sha256Digest {
  return sha256DigestOf(nodeHashing.sha256(bytes));
}
