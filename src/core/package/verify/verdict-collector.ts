import { PugmarkError } from '../../errors.ts';
import { gatherFindings, shorten } from '../finding-list.ts';
import {
  AXES,
  PACKAGE_FINDING_CODES,
  type Axis,
  type PackageFinding,
  type PackageFindingCode,
  type PackageNote,
  type VerdictExhibit,
} from '../verdict.ts';

const AXIS_OF: ReadonlyMap<PackageFindingCode, Axis> = new Map(
  AXES.flatMap((axis) => PACKAGE_FINDING_CODES[axis].map((code): [PackageFindingCode, Axis] => [code, axis])),
);

/** The axis that a finding belongs to: each code stands in one only. */
export function axisOf(code: PackageFindingCode): Axis {
  const axis = AXIS_OF.get(code);
  if (axis === undefined) throw new PugmarkError('program-fault', `${code} belongs to no axis`);
  return axis;
}

/** How far a verification is. */
export interface VerifyProgress {
  readonly step: 'container' | 'files' | 'custody' | 'exhibits' | 'archives' | 'recipes' | 'time';
  readonly subject: string;
  /** Bytes for `files` and `archives`, exhibits otherwise. */
  readonly done: number;
  readonly total: number;
}

/** Gathers what the steps find, in their order, and tells how far they are. */
export class VerdictCollector {
  readonly notes: (PackageNote & { readonly axis: Axis })[] = [];
  readonly exhibits: VerdictExhibit[] = [];
  readonly #list = gatherFindings();
  readonly #onProgress: ((progress: VerifyProgress) => void) | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(options: { readonly onProgress?: (progress: VerifyProgress) => void; readonly signal?: AbortSignal } = {}) {
    this.#onProgress = options.onProgress;
    this.#signal = options.signal;
  }

  /** In the order of the steps; of hundreds with one code the last that is told counts the others. */
  get findings(): readonly PackageFinding[] {
    return this.#list.findings;
  }

  finding(code: PackageFindingCode, subject: string, message: string): void {
    this.#list.add(code, subject, message);
  }

  note(axis: Axis, code: PackageNote['code'], subject: string, message: string): void {
    this.notes.push({ axis, code, subject: shorten(subject), message });
  }

  has(code: PackageFindingCode): boolean {
    return this.findings.some((finding) => finding.code === code);
  }

  /** Throws `cancelled` when the caller gave up. */
  progress(step: VerifyProgress['step'], subject: string, done: number, total: number): void {
    if (this.#signal?.aborted === true) throw new PugmarkError('cancelled', 'The verification was cancelled');
    this.#onProgress?.({ step, subject, done, total });
  }
}
