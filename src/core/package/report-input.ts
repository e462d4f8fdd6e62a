import type { UtcTime } from '../clock.ts';
import type { CustodyEntry } from '../custody/entry.ts';
import type { Sha256Digest } from '../digest/digest.ts';
import type { ExhibitNumber } from '../ids.ts';
import type { Artifact } from '../model/artifact.ts';
import type { CaptureRecord } from '../model/capture-record.ts';
import type { Redaction } from '../redaction/redaction.ts';
import type { ReceivedRecord } from '../model/received-record.ts';
import type { CaseStatement } from '../statements/case-statement.ts';
import type { PackageHandling } from './package-handling.ts';
import type { PackageSeal } from './seal-statement.ts';
import type { PackageStamp } from './time-files.ts';
import type { KnownViewer } from './verify/check-viewer.ts';

export type { PackageHandling } from './package-handling.ts';

/** Languages in which a package speaks to a person. */
export const PACKAGE_LANGUAGES = ['en', 'fr', 'nl'] as const;
export type PackageLanguage = (typeof PACKAGE_LANGUAGES)[number];

/**
 * Everything that a report may say, and nothing else: what the package holds, so that nobody finds in the report what cannot be
 * checked beside it. Text from pages is as it was recorded, hostile until escaped.
 */
export interface ReportInput {
  readonly language: PackageLanguage;
  /** What the seal will say: case, practice, recipient, purpose, scope, checkpoint, earlier package. Signed after the report is made. */
  readonly seal: PackageSeal;
  /** Folder in the ZIP and name of the file without `.zip`. */
  readonly packageName: string;
  readonly caseTitle: string;
  /** Legal basis as the operator wrote it. */
  readonly caseBasis?: string;
  /** As it was typed in when the vault was made; proven by nothing. */
  readonly agency?: string;
  /** Keys in use, by their fingerprints. */
  readonly keys: { readonly identity: Sha256Digest; readonly seal: Sha256Digest; readonly log: Sha256Digest };
  /** START-HERE.html of the package; absent when it has none. */
  readonly viewer?: KnownViewer;
  /** Captures whose record the package holds, in order; with `received` and `disclosed` exactly `seal.scope.exhibits`. */
  readonly exhibits: readonly ReportExhibit[];
  /** Received files, in order. */
  readonly received: readonly ReportReceived[];
  /** Exhibits whose record is withheld (profile `disclosure`), in order: nothing is known of them but this. Absent: none. */
  readonly disclosed?: readonly ReportDisclosed[];
  /** Redacted copies that the package holds, by exhibit and then in the order in which they were made. Absent: none. */
  readonly redactions?: readonly ReportRedaction[];
  /** Time stamps that the package holds; their tokens were verified when they came. */
  readonly stamps: readonly PackageStamp[];
  /** What the statements that the package holds amount to, in the order in which they were made, also replaced and withdrawn ones. */
  readonly statements: readonly CaseStatement[];
  /** Handling that the operator proposes for the whole package. */
  readonly handling?: PackageHandling;
  /** Entries of the log that the package holds, in order; withheld ones are counted in `seal.scope.withheldEntries`. */
  readonly timeline: readonly ReportEvent[];
}

export interface ReportExhibit {
  readonly exhibit: ExhibitNumber;
  /** SHA-256 of `capture.json`. */
  readonly digest: Sha256Digest;
  readonly state: 'sealed' | 'partial' | 'failed';
  readonly startedAt: UtcTime;
  readonly sealedAt: UtcTime;
  /** As the package holds them, `capture.json` last; what the profile leaves out is not here. */
  readonly artifacts: readonly ReportArtifact[];
  /** Artifacts that the record lists and the package leaves out, by role: [secrets]. */
  readonly leftOut: readonly Pick<Artifact, 'role' | 'name'>[];
  /** Time zone of the station during the capture (IANA name) from its [environment] artifact, for local time beside UTC. */
  readonly timeZone?: string;
  /** Read when it is needed, so that a case of thousands does not stand in memory. Throws `object-changed`, `record-invalid`. */
  readRecord(): Promise<CaptureRecord>;
  /** Plain bytes of one of `artifacts`. Throws `object-changed` at the end of the stream: do not use what came before. */
  readArtifact(artifact: ReportArtifact): AsyncIterable<Uint8Array>;
}

/** A file that a person gave; nothing is said of it but that, and its bytes. */
export interface ReportReceived {
  readonly exhibit: ExhibitNumber;
  /** SHA-256 of `received.json`. */
  readonly digest: Sha256Digest;
  readonly record: ReceivedRecord;
  readonly sealedAt: UtcTime;
  /** As the package holds them, `received.json` last. */
  readonly artifacts: readonly ReportArtifact[];
  readonly leftOut: readonly Pick<Artifact, 'role' | 'name'>[];
  /** What the person said of where it comes from. */
  readonly origin?: string;
}

/** An exhibit of which its record is not shown: digest and place in the log say that it was not changed, released files and redacted copies what may be seen. */
export interface ReportDisclosed {
  readonly exhibit: ExhibitNumber;
  /** SHA-256 of the withheld `capture.json` (`received.json`). */
  readonly digest: Sha256Digest;
  readonly kind: 'capture' | 'received';
  readonly sealedAt: UtcTime;
  /** Untouched files that were released, each by a choice of its own. */
  readonly artifacts: readonly ReportArtifact[];
  /** How many files of the exhibit are withheld, its record included. */
  readonly withheld: number;
}

/** A redacted copy. Reasons are in `redaction.masks`. */
export interface ReportRedaction {
  readonly redaction: Redaction;
  /** SHA-256 of the record of the redaction, as `derivative.made` has it. */
  readonly digest: Sha256Digest;
  /** Service number of who made it. */
  readonly author: string;
  readonly madeAt: UtcTime;
  /** Where the copy lies in the package. */
  readonly path: string;
  /** Where its record lies. */
  readonly recordPath: string;
}

export interface ReportArtifact extends Artifact {
  /** Where it lies in the package, e.g. `data/exhibits/E-0001/dom.html.txt`. */
  readonly path: string;
}

export interface ReportEvent {
  readonly origin: string;
  readonly entry: CustodyEntry;
  /** Texts of the event that the package holds too, by the name of their commitment: `address`, `reason`, `note`, `recipient` ... */
  readonly texts: Readonly<Record<string, string>>;
}

/** A file of a report, whole. */
export interface ReportFile {
  /** `data/report.<language>.v01.pdf` and `.html` and so on, one of each for each volume; `data/summary.<language>.pdf` and `.html`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A file of a package that is made too large to stand in memory whole. */
export interface StreamedFile {
  readonly path: string;
  /** Its bytes, read once and to the end before the next file is asked for. Throws as what it is made from. */
  readonly stream: AsyncIterable<Uint8Array>;
}
