import { createHash } from 'node:crypto';
import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { hexOf, type Sha256Digest } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { fileNameInPackage, keyPath, PACKAGE_PATHS } from '../../../src/core/package/layout.ts';
import { buildSealStatement, type AnySeal, type PackageSeal } from '../../../src/core/package/seal-statement.ts';
import { buildEnvelope } from '../../../src/core/signing/dsse.ts';
import { STATEMENT_PAYLOAD_TYPE } from '../../../src/core/signing/key-certificate.ts';
import { fingerprintOf } from '../../../src/core/signing/public-key.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';

import {
  AD_URL,
  CASE,
  digestOf,
  EARLIER_ID,
  PACKAGE_ID,
  SESSION,
  stationOf,
  TOOL,
  type PackageFiles,
  type Station,
  type Twists,
} from './twists.ts';
import { LogSketch } from './log-sketch.ts';
import { buildRecord, makeArtifacts } from './exhibit-sketch.ts';
export interface BuiltPackage {
  /** Relative to the bag's folder. */
  readonly files: PackageFiles;
  readonly station: Station;
  readonly seal: PackageSeal;
  readonly name: string;
}

/** A small package of a case with a sealed, a failed and a partial capture, made by the writers of the product where they have no disk. */
export async function buildPackage(twists: Twists = {}): Promise<BuiltPackage> {
  const station = stationOf(twists.practice ?? false);
  const log = new LogSketch(station, twists);
  const chosen = twists.exhibits ?? ['E-0001', 'E-0002', 'E-0003'];
  const files: PackageFiles = new Map();
  log.append({ type: 'session.started', details: { session: SESSION } });
  const startedEntry = digestOf(toUtf8(log.lines[0] ?? ''));
  const digests = new Map<string, Sha256Digest>();
  const ends = new Map<string, number>();
  for (const [index, state] of (['sealed', 'failed', 'partial'] as const).entries()) {
    const exhibit = `E-000${index + 1}`;
    const attempt = `${index + 1}1111111-1111-4111-8111-111111111111`;
    const clickedAt = log.now();
    log.append({ type: 'capture.started', exhibit, details: { attempt, session: SESSION, clickedAt }, texts: { address: AD_URL } });
    const made = await makeArtifacts(state, twists);
    const base = buildRecord({ station, exhibit, attempt, startedEntry, clickedAt, finishedAt: log.now(), state, ...made });
    const record = twists.record?.(base) ?? base;
    const bytes = buildCanonicalJson(record);
    digests.set(exhibit, digestOf(bytes));
    ends.set(exhibit, log.lines.length);
    log.append({
      type: state === 'failed' ? 'capture.failed' : 'capture.sealed',
      exhibit,
      digest: digestOf(bytes),
      details: { attempt, state, artifacts: record.observation.artifacts.length + 1 },
    });
    if (!chosen.includes(exhibit)) continue;
    files.set(`data/exhibits/${exhibit}/capture.json`, bytes);
    for (const artifact of record.observation.artifacts) {
      const content = made.contents.get(artifact.name);
      if (content !== undefined && artifact.role !== 'secrets')
        files.set(`data/exhibits/${exhibit}/${fileNameInPackage(artifact)}`, content);
    }
  }
  log.append({ type: 'exhibit.viewed', exhibit: 'E-0001', details: {}, texts: { reason: 'to show it to the court' } });
  log.append({ type: 'package.exported', details: { package: EARLIER_ID, profile: 'prosecutor', exhibits: [] } });
  log.append({ type: 'package.sealed', digest: `sha256:${'66'.repeat(32)}`, details: { package: EARLIER_ID } });
  log.append({
    type: 'package.exported',
    details: { package: PACKAGE_ID, profile: 'prosecutor', exhibits: [...chosen] },
    texts: { recipient: 'Parket 7', destination: '/somewhere' },
  });
  const head = log.writeFiles(files, chosen, ends);
  writeCertificates(files, station);
  twists.certificates?.(files, station);
  files.set(PACKAGE_PATHS.readMe, toUtf8('What this is.\n'));
  twists.payload?.(files, station);
  const seal: PackageSeal = {
    format: 'package-seal/v1',
    package: PACKAGE_ID,
    profile: 'prosecutor',
    practice: station.practice,
    case: { id: CASE, reference: 'OP-2026/17' },
    recipient: 'Parket 7',
    createdAt: '2026-03-02T09:00:00.000Z',
    operator: 'NL-1234',
    station: station.id,
    tool: TOOL,
    scope: {
      exhibits: chosen.map((exhibit) => ({ exhibit, digest: digests.get(exhibit) ?? head.root })),
      sealedInCase: 2,
      attemptsInCase: 3,
      failedInCase: 1,
      erasedInCase: 0,
      withheldEntries: log.withheld,
    },
    checkpoint: head,
    previous: { package: EARLIER_ID, seal: `sha256:${'66'.repeat(32)}` },
    earlierPackages: 1,
  };
  sealFiles(files, station, twists.statement?.(seal) ?? seal, twists);
  twists.sealed?.(files, station);
  return { files, station, seal, name: 'op-2026-17_prosecutor_20260302T090000Z' };
}

/** bag-info, manifests and seal over what is there. */
export function sealFiles(files: PackageFiles, station: Station, seal: AnySeal, twists: Twists = {}): void {
  const payload = [...files].filter(([path]) => path.startsWith('data/'));
  const info = new Map([
    ['Pugmark-Package', seal.package],
    ['Pugmark-Format', 'package/v1'],
    ['Pugmark-Profile', seal.profile],
    ['Pugmark-Case', seal.case.reference],
    ['Pugmark-Seal', 'required'],
    ...(seal.practice ? ([['Pugmark-Practice', 'true']] as const) : []),
    ['Source-Organization', 'Team 7'],
    ['Bagging-Date', seal.createdAt.slice(0, 10)],
    ['Payload-Oxum', `${payload.reduce((sum, [, bytes]) => sum + bytes.length, 0)}.${payload.length}`],
    ['Bag-Software-Agent', seal.tool],
  ]);
  twists.info?.(info);
  files.set('bagit.txt', toUtf8('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'));
  files.set('bag-info.txt', toUtf8([...info].map(([label, value]) => `${label}: ${value}\n`).join('')));
  writeManifests(files);
  const subject = (['tagmanifest-sha256.txt', 'tagmanifest-sha512.txt'] as const).map((name) => {
    const bytes = files.get(name) ?? new Uint8Array();
    return { name, digest: { sha256: hexOf(digestOf(bytes)), sha512: createHash('sha512').update(bytes).digest('hex') } };
  }) as unknown as Parameters<typeof buildSealStatement>[0];
  const signer = twists.sealer?.(station) ?? station.seal;
  files.set(PACKAGE_PATHS.seal, buildEnvelope(nodeHashing, STATEMENT_PAYLOAD_TYPE, buildSealStatement(subject, seal), signer));
}

/** Manifests of whatever is there, as somebody writes them who changed the files. */
export function writeManifests(files: PackageFiles): void {
  const write = (prefix: string, isListed: (path: string) => boolean): void => {
    const listed = [...files].filter(([path]) => isListed(path)).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    for (const algorithm of ['sha256', 'sha512']) {
      const lines = listed.map(([path, bytes]) => `${createHash(algorithm).update(bytes).digest('hex')}  ${path}\n`);
      files.set(`${prefix}-${algorithm}.txt`, toUtf8(lines.join('')));
    }
  };
  write('manifest', (path) => path.startsWith('data/'));
  const tags = ['START-HERE.html', 'bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'];
  write('tagmanifest', (path) => tags.includes(path));
}

function writeCertificates(files: PackageFiles, station: Station): void {
  const keys = [
    ['identity', station.identity],
    ['log', station.log],
    ['seal', station.seal],
  ] as const;
  for (const [purpose, { publicKey }] of keys)
    files.set(keyPath(fingerprintOf(nodeHashing, publicKey)), station.certify(publicKey, purpose));
}
