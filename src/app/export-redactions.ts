import { buildCanonicalJson } from '../core/canonical/canonical-json.ts';
import type { UtcTime } from '../core/clock.ts';
import { parseEntryLine } from '../core/custody/entry.ts';
import { sha256DigestOf, type Hashing } from '../core/digest/digest.ts';
import type { ExhibitNumber } from '../core/ids.ts';
import type { StoredDerivative } from '../core/model/derivative.ts';
import { redactedPaths } from '../core/package/layout.ts';
import type { PackageLog } from '../core/package/package-log.ts';
import type { ReportRedaction } from '../core/package/report-input.ts';
import type { CaseReader, LogLine } from '../core/ports.ts';
import type { PlannedFile } from './export-bag.ts';
import { changed } from './export-exhibit.ts';

/** A redacted copy as it goes into a package, with its record. */
export interface PlannedRedaction {
  readonly report: ReportRedaction;
  readonly files: readonly PlannedFile[];
}

/**
 * Redacted copies of these exhibits as far as the log of the package goes: one that is made meanwhile is not in it. A row that claims to be older and is in no log
 * stays here, to be refused.
 */
export function listRedactions(
  reader: CaseReader,
  of: { readonly exhibits: ReadonlySet<ExhibitNumber>; readonly lines: readonly LogLine[]; readonly exportedAt: UtcTime },
): readonly StoredDerivative[] {
  const logged = of.lines.flatMap(({ line }) => (line.includes('"type":"derivative.made"') ? [parseEntryLine(line).digest] : []));
  const known = new Set(logged);
  return reader
    .listDerivatives()
    .filter(({ redaction, digest, madeAt }) => of.exhibits.has(redaction.exhibit) && (known.has(digest) || madeAt <= of.exportedAt));
}

/**
 * Redacted copies and their records as files of a package. A row in a database is no proof: the log that goes along must have this record. Throws `object-changed`.
 */
export function planRedactions(
  hashing: Pick<Hashing, 'sha256'>,
  reader: CaseReader,
  derivatives: readonly StoredDerivative[],
  disclosed: PackageLog['disclosed'],
): readonly PlannedRedaction[] {
  const erased = new Set(disclosed.filter(({ entry }) => entry.type === 'exhibit.erased').map(({ entry }) => entry.exhibit));
  const logged = new Set(
    disclosed.filter(({ entry }) => entry.type === 'derivative.made').map(({ entry }) => `${entry.exhibit ?? ''} ${entry.digest ?? ''}`),
  );
  const held = new Set(derivatives.map(({ digest }) => digest));
  for (const { entry } of disclosed)
    if (entry.type === 'derivative.made' && (entry.digest === undefined || !held.has(entry.digest)) && !erased.has(entry.exhibit))
      throw changed(entry.exhibit ?? '', 'the vault lacks one of its redacted copies');
  return derivatives.map(({ redaction, digest, author, madeAt, file }) => {
    const { exhibit, derivative } = redaction;
    const bytes = buildCanonicalJson(redaction);
    if (sha256DigestOf(hashing.sha256(bytes)) !== digest || !logged.has(`${exhibit} ${digest}`))
      throw changed(exhibit, `the custody log has no such redacted copy as ${derivative.name}`);
    if (derivative.sha256 !== file.sha256 || derivative.sha512 !== file.sha512 || derivative.sizeBytes !== file.sizeBytes)
      throw changed(exhibit, `the vault holds another ${derivative.name} than its record says`);
    const paths = redactedPaths(redaction);
    const { sha256, sha512, sizeBytes } = derivative;
    return {
      report: { redaction, digest, author, madeAt, ...paths },
      files: [
        {
          path: paths.path,
          sizeBytes,
          open: (passing) => reader.readArtifact(file, passing),
          sealed: { sha256, sha512, what: `${exhibit} ${derivative.name}` },
        },
        { path: paths.recordPath, sizeBytes: bytes.length, open: () => bytes },
      ],
    };
  });
}
