import { LOG_FINDING_CODES } from '../custody/log-report.ts';
import type { ExhibitNumber } from '../ids.ts';
import type { Profile } from './profiles.ts';

/** What can be found wrong with a package, by axis. Closed: each has a test that provokes it. docs/formats/verdict.md explains each. */
export const PACKAGE_FINDING_CODES = {
  integrity: [
    // The container: strict reading
    'container-not-canonical',
    'name-duplicate',
    'name-unsafe',
    'entry-kind-refused',
    'size-limit',
    // The bag (RFC 8493)
    'bag-declaration-invalid',
    'bag-info-invalid',
    'manifest-missing',
    'manifest-invalid',
    'file-missing',
    'file-unlisted',
    'file-changed',
    'oxum-differs',
    'layout-unknown-file',
    // The seal's subjects
    'seal-missing',
    'seal-invalid',
    'seal-subject-differs',
    // Exhibits
    'record-invalid',
    'record-differs',
    'artifact-missing',
    'artifact-unlisted',
    'artifact-changed',
    'artifact-not-tied',
    'redaction-differs',
    'form-differs',
    'archive-invalid',
    'archive-changed',
    'recipe-differs',
    'practice-differs',
    'viewer-forged',
  ],
  authorship: [
    'seal-signature',
    'key-certificate-invalid',
    'key-link-invalid',
    'key-revocation-invalid',
    'key-purpose',
    'key-revoked',
    'key-untrusted',
    'agency-seal-wrong',
    'agency-seal-untrusted',
  ],
  custody: [
    ...LOG_FINDING_CODES,
    'log-missing',
    'log-key-missing',
    'sealed-checkpoint-differs',
    'export-unlogged',
    'exhibit-unlogged',
    'record-digest',
    'proof-missing',
    'proof-invalid',
    'address-commitment-differs',
    'statement-invalid',
    'earlier-package-differs',
    // Packages whose profile has no custody log
    'custody-not-carried',
  ],
  time: [
    'time-not-checked',
    'time-contradiction',
    // Time stamps (RFC 3161)
    'token-wrong',
    'token-subject-wrong',
    'token-root-unknown',
    'token-missing',
    'token-pending',
    'time-lag',
  ],
  completeness: ['ledger-differs', 'archive-unreadable'],
} as const;

export type Axis = keyof typeof PACKAGE_FINDING_CODES;
export type PackageFindingCode = (typeof PACKAGE_FINDING_CODES)[Axis][number];
export const AXES = ['integrity', 'authorship', 'custody', 'time', 'completeness'] as const satisfies readonly Axis[];

export interface PackageFinding {
  readonly code: PackageFindingCode;
  /** Path in the package, exhibit number, or position in the log. */
  readonly subject: string;
  /** One sentence in English: what is wrong. */
  readonly message: string;
}

/** True facts that are no fault: a known file of an operating system, an open attempt, a recipe that could not be repeated here. */
export const PACKAGE_NOTE_CODES = [
  'system-file',
  'attempt-open',
  'attempt-failed',
  'numbers-skipped',
  'recipe-not-checked',
  'exhibit-partial',
  'artifact-withheld',
  'record-withheld',
  'address-not-shown',
  'exhibit-erased',
  'earlier-package-matches',
  'viewer-unknown',
  'key-trusted',
  'seal-stamped',
  'seal-token-pending',
  'no-lower-bound',
  'clock-off',
  'key-linked',
  'agency-seal-trusted',
  'agency-seal-not-checked',
  'revocation-not-counted',
  'checkpoint-not-counted',
] as const;

export interface PackageNote {
  readonly code: (typeof PACKAGE_NOTE_CODES)[number];
  readonly subject: string;
  readonly message: string;
}

export type AxisState = 'pass' | 'fail' | 'pending' | 'not-checked' | 'as-recorded';

export interface AxisResult {
  readonly state: AxisState;
  readonly findings: readonly PackageFinding[];
  readonly notes: readonly PackageNote[];
}

/** What the package covers. Counts come from the sealed statement and are compared with what is there. */
export interface VerdictScope {
  readonly case: string;
  readonly exhibitsInPackage: number;
  readonly exhibitsInCase: number;
  readonly failedAttempts: number;
  readonly withheldEntries: number;
  readonly erased: number;
  readonly earlierPackages: number;
}

/** Of one exhibit: what may be said of its time, and the headline of its ledger. */
export interface VerdictExhibit {
  readonly exhibit: ExhibitNumber;
  readonly digest: string;
  /** The station's own claim. */
  readonly claimed: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly state: 'sealed' | 'partial' | 'failed';
  readonly completeness?: {
    readonly exchanges: number;
    readonly incomplete: { readonly shown: number; readonly supporting: number; readonly background: number };
  };
}

/** `verdict/v1`: what a checker may say of a package. Never throws away a finding; order is that of the steps. */
export interface Verdict {
  readonly format: 'verdict/v1';
  /** Package id of the sealed statement; the container's name where there is none to be read. */
  readonly package: string;
  readonly profile?: Profile;
  readonly practice?: boolean;
  /** Fingerprint of the identity behind the seal, trusted or not. */
  readonly signedBy?: string;
  readonly exhibits: readonly VerdictExhibit[];
  readonly axes: Readonly<Record<Axis, AxisResult>>;
  readonly scope?: VerdictScope;
  /** Always CLOSING_SENTENCE. */
  readonly closing: string;
}

/** Last line of every verdict, in every form. */
export const CLOSING_SENTENCE =
  'That the site really sent this content cannot be shown by this package; it rests on the operator, the tool and corroboration.';

/** True when nothing speaks against the package and every axis asked for has passed. */
export function isPassed(verdict: Verdict, required: readonly Axis[] = []): boolean {
  return (
    AXES.every((axis) => verdict.axes[axis].state !== 'fail') &&
    required.every((axis) => ['pass', 'as-recorded'].includes(verdict.axes[axis].state))
  );
}
