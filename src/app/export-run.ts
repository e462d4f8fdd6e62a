import type { Clock } from '../core/clock.ts';
import type { Sha256Digest } from '../core/digest/digest.ts';
import type { ErrorCode } from '../core/errors.ts';
import type { ExhibitNumber, Uuid } from '../core/ids.ts';
import type { PackageEncryption } from '../core/package/encryption/encryption.ts';
import type { GeneratedFile } from '../core/package/package-log.ts';
import type { PartChoices, Profile } from '../core/package/profiles.ts';
import type { FormAnswers } from '../core/forms/form-questions.ts';
import type { PackageHandling } from '../core/package/package-handling.ts';
import type { PackageLanguage } from '../core/package/report-input.ts';
import type { Decompression } from '../core/package/package-source.ts';
import type { KnownViewer } from '../core/package/verify-package.ts';
import type { PackageSeal } from '../core/package/seal-statement.ts';
import type {
  CaseStore,
  Cryptography,
  ImageCodec,
  PackageExport,
  PackageFiles,
  ReadMeMaker,
  ReportMaker,
  StreamedFileMaker,
  TokenDesk,
  VaultReader,
} from '../core/ports.ts';
import type { ReleasedArtifact } from './export-disclosed.ts';
import type { ExportSelection } from './export-selection.ts';

/** What an export stands on. */
export interface ExportGround {
  readonly clock: Clock;
  readonly cryptography: Pick<Cryptography, 'hashing' | 'verifier' | 'random'>;
  readonly files: PackageFiles;
  readonly readMe: ReadMeMaker;
  /** Absent: the package has no report, and its README says so. */
  readonly reports?: ReportMaker;
  /** What else is made for a package, by the part of a profile that it belongs to. */
  readonly makers?: Readonly<Partial<Record<'statements-entities' | 'forms' | 'graph', StreamedFileMaker>>>;
  /** Makes pictures smaller for reduced sets. Absent: they hold no smaller pictures, and say so. */
  readonly images?: Pick<ImageCodec, 'preview'>;
  /** For what has to be looked through before it goes out. Absent: packages that may not name anybody are not made. */
  readonly decompression?: Decompression;
  /** START-HERE.html, for the profiles that have a viewer. Absent: packages have none. */
  readonly viewer?: KnownViewer & { readonly bytes: Uint8Array };
  /** Pages of the formats and schemas that go into `data/schemas/`. */
  readonly formatPages: readonly GeneratedFile[];
  /** The page that decrypts packages in a browser, to lie beside encrypted ones. Absent: none is put there. */
  readonly openPage?: Uint8Array;
}

export interface ExportRequest {
  readonly vault: VaultReader;
  readonly store: CaseStore;
  readonly profile: Profile;
  /** Numbers of the exhibits; absent: all of the case. */
  readonly exhibits?: readonly number[];
  /** Of what the profile leaves to choice; absent: as it has it. */
  readonly choices?: PartChoices;
  /** Why values of credentials are handed over: without it none are. Entered in the custody log. */
  readonly secretsReason?: string;
  /** The most that a reduced set beside the package may have, in bytes; absent: `REDUCED_BYTES`. Only where the profile has one. */
  readonly reducedBytes?: number;
  readonly language: PackageLanguage;
  /** False: the report is not in HTML too. */
  readonly html?: boolean;
  readonly recipient?: string;
  readonly purpose?: string;
  /** Proposed for the whole package. */
  readonly handling?: PackageHandling;
  /** What only a person can say for the forms of the profile. */
  readonly answers?: FormAnswers;
  /** Profile `disclosure`: files that go in untouched; the others stay out, redacted copies go in. */
  readonly release?: readonly ReleasedArtifact[];
  /** Profile `disclosure`: the texts of the addresses that were asked for go in. */
  readonly addresses?: boolean;
  /** Absent: anyone who holds the package can read it. */
  readonly encryption?: PackageEncryption;
  /** Signs the bytes of the seal with a key of the agency: DER of a CMS signature. Absent: our own seal alone. */
  readonly agencySeal?: (seal: Uint8Array, createdAt: string) => Promise<Uint8Array>;
  /** Where tokens over the seal are asked for. Absent: none are. */
  readonly tokens?: TokenDesk;
  /** Absolute path of the folder where the package will stand. */
  readonly folder: string;
  /** Aborted: nothing is left but `package.failed` in the log. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
}

/** Steps of an export, in order; the same one comes again with more done. */
export type ExportStep = 'exported' | 'planned' | 'report' | 'write' | 'stamp' | 'written' | 'noted' | 'named' | 'sealed';

export interface ExportProgress {
  readonly step: ExportStep;
  readonly subject: string;
  readonly done: number;
  readonly total: number;
}

export interface ExportedPackage {
  readonly package: Uuid;
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of `seal/seal.dsse.json`. */
  readonly seal: Sha256Digest;
  /** SHA-256 of the encrypted file, to be told to its recipient another way. Absent: it is not encrypted. */
  readonly fileSha256?: Sha256Digest;
  readonly profile: Profile;
  readonly practice: boolean;
  readonly language: PackageLanguage;
  readonly exhibits: readonly ExhibitNumber[];
  readonly scope: PackageSeal['scope'];
  /** The reduced set beside it; absent where the profile has none. */
  readonly reduced?: ReducedSet | FailedReducedSet;
}

/** A sealed package of its own, chosen from the whole one. */
export interface ReducedSet extends Pick<ExportedPackage, 'package' | 'path' | 'sizeBytes' | 'seal' | 'fileSha256'> {
  readonly limitBytes: number;
  /** Pictures by what became of them: as sealed, smaller, left out. */
  readonly pictures: { readonly sealed: number; readonly smaller: number; readonly leftOut: number };
}

/** The whole package is there, and the reduced set is not. */
export interface FailedReducedSet {
  readonly failed: ErrorCode;
  readonly message: string;
}

/** An export between its first entry in the log and its last. */
export interface UnderWay {
  readonly started: PackageExport;
  readonly selection: ExportSelection;
  readonly createdAt: string;
  readonly name: string;
  readonly destination: string;
  /** No authority has confirmed what goes in: its log is stamped with its seal, and the tokens come to the receiver later. */
  readonly isTimeOwed?: boolean;
}
