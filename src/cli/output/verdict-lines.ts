import { basename } from 'node:path';
import { AXES, type Axis, type AxisResult, type AxisState, type Verdict, type VerdictExhibit } from '../../core/package/verdict.ts';
import { formatTime } from './exhibit-lines.ts';
import type { Paint } from './paint.ts';
import { formatCount } from './quantities.ts';
import { forTerminal } from './terminal-text.ts';

/** Findings and exhibits that are listed of each kind before the reader is sent to `--json`. */
const LISTED = 20;
const STATE_WORDS: Readonly<Record<AxisState, string>> = {
  pass: 'pass',
  fail: 'FAIL',
  pending: 'pending',
  'not-checked': 'not checked',
  'as-recorded': 'as recorded',
};
const AXIS_WIDTH = 14;
const STATE_WIDTH = 13;

/** A verdict for a person: a banner for practice first, the closing sentence last. */
export function buildVerdictLines(
  paint: Paint,
  verdict: Verdict,
  request: { readonly path: string; readonly required: readonly Axis[] },
): readonly string[] {
  const { scope, profile, signedBy, practice } = verdict;
  return [
    ...(practice === true ? [paint.as('odd', 'PRACTICE: made for practising. This is no evidence.')] : []),
    `${paint.as('strong', forTerminal(basename(request.path)))}${scope === undefined ? '' : `  case ${forTerminal(scope.case, 200)}`}${profile === undefined ? '' : `  profile ${profile}`}`,
    `package ${forTerminal(verdict.package)}${signedBy === undefined ? '' : `  signed by ${signedBy}`}`,
    '',
    ...AXES.flatMap((axis) => buildAxisLines(paint, axis, verdict.axes[axis])),
    '',
    ...verdict.exhibits.slice(0, LISTED).map((exhibit) => buildExhibitLine(paint, exhibit)),
    ...buildMoreLine(verdict.exhibits.length, 'exhibit'),
    ...(scope === undefined ? [] : [buildScopeLine(verdict)]),
    ...request.required
      .filter((axis) => !['pass', 'as-recorded', 'fail'].includes(verdict.axes[axis].state))
      .map((axis) => paint.as('bad', `You asked for ${axis} to pass: it is ${STATE_WORDS[verdict.axes[axis].state]}.`)),
    '',
    verdict.closing,
  ];
}

function buildAxisLines(paint: Paint, axis: Axis, { state, findings, notes }: AxisResult): readonly string[] {
  const kind = state === 'fail' ? 'bad' : state === 'pass' || state === 'as-recorded' ? 'good' : 'odd';
  return [
    `${axis.padEnd(AXIS_WIDTH)}${paint.as(kind, STATE_WORDS[state].padEnd(STATE_WIDTH))}`.trimEnd(),
    ...findings
      .slice(0, LISTED)
      .map(({ code, subject, message }) => `  ${paint.as(kind, code)}  ${forTerminal(subject, 200)}: ${forTerminal(message, 500)}`),
    ...buildMoreLine(findings.length, 'finding'),
    ...notes
      .slice(0, LISTED)
      .map(
        ({ code, subject, message }) =>
          `  ${paint.as('faint', `note: ${code}`)}  ${forTerminal(subject, 200)}: ${forTerminal(message, 500)}`,
      ),
    ...buildMoreLine(notes.length, 'note'),
  ];
}

function buildMoreLine(count: number, what: string): readonly string[] {
  return count > LISTED ? [`  and ${formatCount(count - LISTED, `more ${what}`)}: --json lists all`] : [];
}

function buildExhibitLine(paint: Paint, { exhibit, state, claimed, notBefore, notAfter, completeness }: VerdictExhibit): string {
  const bracket = [
    ...(notBefore === undefined ? [] : [`not before ${formatTime(notBefore)}`]),
    ...(notAfter === undefined ? [] : [`not after ${formatTime(notAfter)}`]),
    `claimed ${formatTime(claimed)}`,
  ].join(', ');
  const { shown = 0, supporting = 0, background = 0 } = completeness?.incomplete ?? {};
  const missing = shown + supporting + background;
  const ledger =
    completeness === undefined
      ? ''
      : `  ${formatCount(completeness.exchanges, 'exchange')}, ${missing === 0 ? 'all complete' : `${missing} not complete, ${shown} of them shown content`}`;
  return `${forTerminal(exhibit, 20)}  ${paint.state(state, 9)}${bracket}${ledger}`;
}

function buildScopeLine({ scope }: Verdict): string {
  if (scope === undefined) return '';
  const { exhibitsInPackage, exhibitsInCase, failedAttempts, withheldEntries, erased, earlierPackages } = scope;
  return [
    `${formatCount(exhibitsInPackage, 'exhibit')} here; the case has ${exhibitsInCase} sealed`,
    `${formatCount(failedAttempts, 'attempt')} without a document`,
    `${formatCount(withheldEntries, 'log entry', 'log entries')} withheld`,
    ...(erased === 0 ? [] : [`${erased} erased`]),
    `${formatCount(earlierPackages, 'package')} before this one`,
  ].join(', ');
}
