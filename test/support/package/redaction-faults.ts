import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { sha512DigestOf } from '../../../src/core/digest/digest.ts';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { Artifact } from '../../../src/core/model/artifact.ts';
import { redactedPaths } from '../../../src/core/package/layout.ts';
import { buildDerivativeDetails, buildRedaction } from '../../../src/core/redaction/build-redaction.ts';
import type { Redaction } from '../../../src/core/redaction/redaction.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { AA, E1, type Wrong } from './faults.ts';
import { digestOf, type Twists } from './twists.ts';

const COPY = toUtf8('no picture, but nobody looks into one here');
/** What is covered in it. */
export const MASKS: Redaction['masks'] = [{ kind: 'box', x: 0, y: 0, width: 1, height: 1, reason: 'minor' }];
const RECORD = `${E1}/redacted/screenshot-full.redacted-1.png.redaction.json`;

/** A package with a redacted copy of a picture of E-0001. `record`: what lies there; `details`: what the log says of it. */
export function redacting(
  changes: {
    readonly record?: (redaction: Redaction) => Redaction;
    /** The copy itself: nobody has to look into one whose record is wrong. */
    readonly copy?: Uint8Array;
    readonly details?: (details: ReturnType<typeof buildDerivativeDetails>) => ReturnType<typeof buildDerivativeDetails>;
  } = {},
): Twists {
  let redaction: Redaction | undefined;
  return {
    record: (record) => {
      const original = record.observation.artifacts.find(({ role }) => role === 'screenshot-full');
      if (record.exhibit === 'E-0001' && original !== undefined) {
        const made = buildRedaction({
          id: '77777777-7777-4777-8777-777777777777',
          exhibit: 'E-0001',
          original,
          derivative: copyOf(original, changes.copy ?? COPY),
          masks: MASKS,
        });
        redaction = changes.record?.(made) ?? made;
      }
      return record;
    },
    event: (event) => {
      if (event.type !== 'exhibit.viewed' || redaction === undefined) return [event];
      const details = buildDerivativeDetails(redaction);
      const digest = digestOf(buildCanonicalJson(redaction));
      return [event, { type: 'derivative.made', exhibit: 'E-0001', digest, details: changes.details?.(details) ?? details }];
    },
    payload: (files) => {
      if (redaction === undefined) throw new Error('there is no picture to be redacted');
      files.set(redactedPaths(redaction).path, changes.copy ?? COPY);
      files.set(RECORD, buildCanonicalJson(redaction));
    },
  };
}

function copyOf(original: Artifact, copy: Uint8Array): Omit<Artifact, 'role'> {
  const sha512 = sha512DigestOf(nodeHashing.sha512(copy));
  return {
    ...original,
    name: 'screenshot-full.redacted-1.png',
    mediaType: 'image/png',
    sizeBytes: copy.length,
    sha256: digestOf(copy),
    sha512,
  };
}

const ofOriginal = (original: Partial<Redaction['original']>): Twists =>
  redacting({ record: (redaction) => ({ ...redaction, original: { ...redaction.original, ...original } }) });

/** What is wrong with redacted copies and their records. */
export const REDACTION_FAULTS: readonly Wrong[] = [
  ['redaction-differs', 'a redacted copy of a picture that the exhibit has not', ofOriginal({ sha256: AA }), RECORD],
  ['redaction-differs', 'a redacted copy of a file under another name', ofOriginal({ name: 'other.png' }), RECORD],
  [
    'redaction-differs',
    'a redacted copy that the log made of another one',
    redacting({ details: (details) => ({ ...details, of: AA }) }),
    RECORD,
  ],
  [
    'redaction-differs',
    'a redacted copy that the log made as another one',
    redacting({ details: (details) => ({ ...details, result: AA }) }),
    RECORD,
  ],
  ['redaction-differs', 'a redacted copy that no entry made', { ...redacting(), event: (event) => [event] }, RECORD],
  [
    'redaction-differs',
    'spans in the record of a picture',
    redacting({ record: (redaction) => ({ ...redaction, masks: [{ kind: 'span', start: 0, end: 1, reason: 'minor' }] }) }),
    RECORD.slice(0, -'.redaction.json'.length),
  ],
];
