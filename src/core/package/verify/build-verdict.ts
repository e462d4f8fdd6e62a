import type { Axis, AxisResult, AxisState, PackageFinding, PackageFindingCode, Verdict, VerdictScope } from '../verdict.ts';
import { isBareSeal, type AnySeal } from '../seal-statement.ts';
import { CLOSING_SENTENCE } from '../verdict.ts';
import type { CertifiedKeys } from './check-keys.ts';
import type { ReadSeal } from './check-seal.ts';
import { axisOf, type VerdictCollector } from './verdict-collector.ts';

/** What was found out, axis by axis. `ran`: axes whose steps could be taken to their end. */
export function buildVerdict(
  collector: VerdictCollector,
  parts: {
    readonly name: string;
    readonly seal: ReadSeal<AnySeal> | undefined;
    readonly keys: CertifiedKeys | undefined;
    readonly trusted: boolean;
    readonly ran: ReadonlySet<Axis>;
  },
): Verdict {
  const statement = parts.seal?.statement;
  const signedBy = parts.keys?.identity?.keyId;
  const axisResult = (axis: Axis): AxisResult => {
    const findings = collector.findings.filter(({ code }) => axisOf(code) === axis);
    const notes = collector.notes.filter((note) => note.axis === axis).map(({ code, subject, message }) => ({ code, subject, message }));
    return { state: stateOf(axis, findings, parts), findings, notes };
  };
  return {
    format: 'verdict/v1',
    package: statement?.package ?? parts.name,
    ...(statement === undefined ? {} : { profile: statement.profile, practice: statement.practice }),
    ...(signedBy === undefined ? {} : { signedBy }),
    exhibits: collector.exhibits,
    axes: {
      integrity: axisResult('integrity'),
      authorship: axisResult('authorship'),
      custody: axisResult('custody'),
      time: axisResult('time'),
      completeness: axisResult('completeness'),
    },
    // A package that shows nothing of its case is no part of anything that could be counted.
    ...(statement === undefined || isBareSeal(statement) ? {} : { scope: buildScope(statement) }),
    closing: CLOSING_SENTENCE,
  };
}

/** Findings that say what was not shown, and nothing against the package. */
const NOT_SHOWN: ReadonlySet<PackageFindingCode> = new Set([
  'custody-not-carried',
  'artifact-not-tied',
  'time-not-checked',
  'token-root-unknown',
  'token-missing',
  'token-pending',
  'time-lag',
]);

/** Findings that say what was not looked at or not shown, and nothing against the package. */
function isReservation({ code }: PackageFinding, trusted: boolean): boolean {
  return NOT_SHOWN.has(code) || (code === 'key-untrusted' && !trusted);
}

function stateOf(
  axis: Axis,
  findings: readonly PackageFinding[],
  parts: { readonly trusted: boolean; readonly ran: ReadonlySet<Axis> },
): AxisState {
  if (findings.some((finding) => !isReservation(finding, parts.trusted))) return 'fail';
  if (findings.length > 0 && findings.every(({ code }) => code === 'token-pending')) return 'pending';
  if (findings.length > 0 || !parts.ran.has(axis)) return 'not-checked';
  return axis === 'completeness' ? 'as-recorded' : 'pass';
}

/** Step 14: of what the package is a part. */
function buildScope({ case: ofCase, scope, earlierPackages }: ReadSeal['statement']): VerdictScope {
  return {
    case: ofCase.reference,
    exhibitsInPackage: scope.exhibits.length,
    exhibitsInCase: scope.sealedInCase,
    failedAttempts: scope.failedInCase,
    withheldEntries: scope.withheldEntries,
    erased: scope.erasedInCase,
    earlierPackages,
  };
}
