import type { z } from 'zod';
import { parseCanonicalJson } from '../../core/canonical/canonical-json.ts';
import type { Sha256Digest } from '../../core/digest/digest.ts';
import { isPugmarkError } from '../../core/errors.ts';
import type { CaseSummary } from '../../core/model/case.ts';
import type { CheckCollector } from './check-collector.ts';
import type { CheckedExhibit } from './check-exhibit.ts';

/** A sealed record as it lies in the vault, and what it has to say of case and session. */
export interface RecordParts {
  readonly bytes: Uint8Array;
  readonly exhibit: CheckedExhibit;
  readonly summary: CaseSummary;
  readonly station: Sha256Digest;
  readonly session: { readonly id: string; readonly startedEntry: string | undefined };
  readonly subject: string;
}

/** The record; undefined, with the finding `record-invalid`, when it is not canonical JSON of its format. */
export function readRecord<T>(
  collector: CheckCollector,
  { bytes, subject }: Pick<RecordParts, 'bytes' | 'subject'>,
  schema: z.ZodType<T>,
  name: string,
): T | undefined {
  try {
    return parseCanonicalJson(bytes, schema, name);
  } catch (error) {
    if (!isPugmarkError(error)) throw error;
    collector.finding('record-invalid', subject, error.message);
    return undefined;
  }
}
