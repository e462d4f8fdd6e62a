import { parseCanonicalJson } from '../../canonical/canonical-json.ts';
import type { Sha256Digest } from '../../digest/digest.ts';
import { PugmarkError } from '../../errors.ts';
import type { ExhibitNumber } from '../../ids.ts';
import type { Artifact, ArtifactRole } from '../../model/artifact.ts';
import { captureRecordSchema, type CaptureRecord } from '../../model/capture-record.ts';
import { findSeller } from '../../model/find-seller.ts';
import { receivedRecordSchema, type ReceivedRecord } from '../../model/received-record.ts';
import { fileNameInPackage, PACKAGE_PATHS } from '../layout.ts';
import { MAX_HELD_BYTES } from '../verify/checked-bag.ts';
import type { SealedContent } from './sealed-content.ts';

/** As `parseExhibitNumber` knows them, so that nothing else becomes part of an address. */
const EXHIBIT_PATH = /^data\/exhibits\/(E-\d{4,9})\/(.+)$/;
/** What a file is that no record lists, by the ending that the package gives it. */
const TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  txt: 'text/plain',
  json: 'application/json',
  pdf: 'application/pdf',
};

/** A file of an exhibit in a package. */
export interface InnerFile {
  readonly path: string;
  /** Below the exhibit's folder. */
  readonly name: string;
  /** As the record lists it. */
  readonly role?: ArtifactRole;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: Sha256Digest;
}

/** An exhibit of a package from others, as far as the package shows it. */
export interface InnerExhibit {
  readonly exhibit: ExhibitNumber;
  readonly record?: CaptureRecord;
  readonly received?: ReceivedRecord;
  /** SHA-256 of the record, where it is here. */
  readonly digest?: Sha256Digest;
  /** Sorted by name: a place in this list is a place in every list of these bytes. */
  readonly files: readonly InnerFile[];
}

/** What lists and the search show of it. */
export interface InnerSummary {
  readonly exhibit: ExhibitNumber;
  readonly kind: 'capture' | 'received';
  /** Absent where the package withholds the record, which alone says it. */
  readonly state?: 'sealed' | 'partial' | 'failed';
  readonly title?: string;
  /** Empty where the package shows none. */
  readonly requestedUrl: string;
  readonly documentUrl?: string;
  readonly shownUrl?: string;
  readonly seller?: string;
  /** Claimed by the sender; absent where the package withholds the record. */
  readonly startedAt?: string;
  readonly digest?: Sha256Digest;
}

/** Files by exhibit, in the order of the numbers. */
export function groupExhibits(content: Pick<SealedContent, 'files'>): ReadonlyMap<ExhibitNumber, readonly string[]> {
  const paths = new Map<ExhibitNumber, string[]>();
  for (const path of [...content.files.keys()].toSorted()) {
    const [, exhibit] = EXHIBIT_PATH.exec(path) ?? [];
    if (exhibit === undefined) continue;
    const known = paths.get(exhibit) ?? [];
    paths.set(exhibit, known);
    known.push(path);
  }
  return new Map([...paths].toSorted(([one], [other]) => one.length - other.length || (one < other ? -1 : 1)));
}

/** `paths`: of {@link groupExhibits}. Throws as `SealedContent.read`; `record-invalid`, `json-invalid`, `json-not-canonical` for a record that is none. */
export async function readInnerExhibit(content: SealedContent, exhibit: ExhibitNumber, paths: readonly string[]): Promise<InnerExhibit> {
  const folder = `${PACKAGE_PATHS.exhibits}/${exhibit}/`;
  const has = (name: string): boolean => paths.includes(`${folder}${name}`);
  const record = has('capture.json') ? await readRecord(content, `${folder}capture.json`, captureRecordSchema) : undefined;
  const received =
    record === undefined && has('received.json') ? await readRecord(content, `${folder}received.json`, receivedRecordSchema) : undefined;
  const artifacts = record?.observation.artifacts ?? received?.artifacts ?? [];
  const listed = new Map<string, Artifact>(artifacts.map((artifact) => [fileNameInPackage(artifact), artifact]));
  const digest = record === undefined && received === undefined ? undefined : content.files.get(`${folder}${nameOfRecord(record)}`)?.sha256;
  return {
    exhibit,
    ...(record === undefined ? {} : { record }),
    ...(received === undefined ? {} : { received }),
    ...(digest === undefined ? {} : { digest }),
    files: paths.map((path) => {
      const name = path.slice(folder.length);
      const { sizeBytes, sha256 } = requireFile(content, path);
      const artifact = listed.get(name);
      // A record that lists it with other bytes says nothing of it: the verification found that.
      const isListed = artifact?.sha256 === sha256;
      const role = isListed ? artifact.role : name === nameOfRecord(record) ? 'record' : undefined;
      const mediaType = isListed ? artifact.mediaType : (TYPES[/\.([a-z0-9]+)$/.exec(name)?.[1] ?? ''] ?? 'application/octet-stream');
      return { path, name, ...(role === undefined ? {} : { role }), mediaType, sizeBytes, sha256 };
    }),
  };
}

export function summarizeInner({ exhibit, record, received, digest }: InnerExhibit): InnerSummary {
  const ofDigest = digest === undefined ? {} : { digest };
  if (received !== undefined) {
    const { givenName, addedAt } = received;
    return { exhibit, kind: 'received', state: 'sealed', title: givenName, requestedUrl: '', startedAt: addedAt, ...ofDigest };
  }
  if (record === undefined) return { exhibit, kind: 'capture', requestedUrl: '' };
  const { address, page, times, state } = record.observation;
  const seller = page === undefined ? undefined : findSeller(page);
  return {
    exhibit,
    kind: 'capture',
    state,
    ...(page?.title === undefined ? {} : { title: page.title }),
    requestedUrl: address.requestedUrl,
    ...(address.documentUrl === undefined ? {} : { documentUrl: address.documentUrl }),
    ...(address.shownUrl === undefined ? {} : { shownUrl: address.shownUrl }),
    ...(seller === undefined ? {} : { seller }),
    startedAt: times.clickedAt,
    ...ofDigest,
  };
}

async function readRecord<T>(content: SealedContent, path: string, schema: Parameters<typeof parseCanonicalJson<T>>[1]): Promise<T> {
  return parseCanonicalJson(await content.read(path, MAX_HELD_BYTES), schema, path);
}

function nameOfRecord(record: CaptureRecord | undefined): 'capture.json' | 'received.json' {
  return record === undefined ? 'received.json' : 'capture.json';
}

function requireFile(content: SealedContent, path: string): { readonly sizeBytes: number; readonly sha256: Sha256Digest } {
  const file = content.files.get(path);
  if (file === undefined) throw new PugmarkError('input-unreadable', `${path} is not in the package`);
  return file;
}
