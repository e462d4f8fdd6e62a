import type { Artifact } from '../../core/model/artifact.ts';
import type { CaptureRecord } from '../../core/model/capture-record.ts';
import type { ExhibitResult } from '../../core/model/capture-result.ts';
import type { ExhibitSummary } from '../../core/model/case.ts';
import type { ReceivedRecord } from '../../core/model/received-record.ts';
import type { FoundExhibit } from '../../core/ports.ts';
import type { Paint } from './paint.ts';
import { formatBytes, formatCount, formatMs } from './quantities.ts';
import { forTerminal } from './terminal-text.ts';

/** Ledger items that are listed before the reader is sent to `--json`. */
const LISTED_ITEMS = 20;
const STATE_WIDTH = 11;

/** `2026-03-02T08:00:00.000Z` → `2026-03-02 08:00:00 UTC`. */
export function formatTime(time: string): string {
  return `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`;
}

/** What came of one address, as it comes up. */
export function buildResultLines(paint: Paint, result: ExhibitResult): readonly string[] {
  const bytes = result.artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const facts = [
    result.httpStatus === undefined ? [] : [`HTTP ${result.httpStatus}`],
    result.artifacts.length === 0 ? [] : [`${formatCount(result.artifacts.length, 'file')}, ${formatBytes(bytes)}`],
    result.tookMs === undefined ? [] : [formatMs(result.tookMs)],
  ].flat();
  const name = result.title === undefined || result.title.trim() === '' ? [] : [forTerminal(result.title, 80)];
  return [
    `${result.exhibit}  ${paint.state(result.state, STATE_WIDTH)}${[...facts, ...name].join('  ')}`,
    `        ${forTerminal(result.requestedUrl, 200)}`,
    ...buildShortfallLines(result).map((line) => `        ${line}`),
  ];
}

/** What is missing, and why. Nothing when the capture was sealed whole. */
function buildShortfallLines(result: ExhibitResult): readonly string[] {
  const reasons =
    result.error === undefined
      ? (result.reasons ?? []).map(({ code, detail }) => `${code}: ${detail}`)
      : [`${result.error.code}: ${result.error.message}`];
  const missing = result.completeness === undefined || result.state === 'failed' ? 0 : sumOf(result.completeness.incomplete);
  return [...reasons.map((reason) => forTerminal(reason, 300)), ...(missing === 0 ? [] : [buildHeadline(result)])];
}

/** `412 exchanges, 3 not complete, none of them shown content`. */
export function buildHeadline(result: ExhibitResult): string {
  if (result.completeness === undefined) return 'nothing was recorded';
  const { exchanges, incomplete } = result.completeness;
  const missing = sumOf(incomplete);
  if (missing === 0) return `${formatCount(exchanges, 'exchange')}, all complete`;
  const shown = incomplete.shown === 0 ? 'none of them shown content' : `${incomplete.shown} of them shown content`;
  return `${formatCount(exchanges, 'exchange')}, ${missing} not complete, ${shown}`;
}

function sumOf(counts: { readonly shown: number; readonly supporting: number; readonly background: number }): number {
  return counts.shown + counts.supporting + counts.background;
}

/** `5 exhibits: 4 sealed, 1 partial`. */
export function buildCountsLine(results: readonly { readonly state: string }[]): string {
  const order = ['sealed', 'partial', 'failed', 'cancelled', 'interrupted', 'open'];
  const counts = order.flatMap((state) => {
    const count = results.filter((result) => result.state === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  return `${formatCount(results.length, 'exhibit')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}`;
}

/** One line per exhibit of a case. */
export function buildListLines(paint: Paint, exhibits: readonly ExhibitSummary[]): readonly string[] {
  return exhibits.map((exhibit) => {
    const status = exhibit.httpStatus === undefined ? '   ' : String(exhibit.httpStatus);
    const name = exhibit.title === undefined || exhibit.title.trim() === '' ? '' : `  ${forTerminal(exhibit.title, 80)}`;
    const url =
      exhibit.erased === true
        ? 'erased'
        : exhibit.kind === 'received'
          ? 'received file'
          : forTerminal(exhibit.shownUrl ?? exhibit.requestedUrl, 200);
    return `${exhibit.exhibit}  ${paint.state(exhibit.state, STATE_WIDTH)}  ${status}  ${formatTime(exhibit.startedAt)}  ${url}${name}`;
  });
}

/** Everything `show` tells of one exhibit. */
export function buildShowLines(paint: Paint, result: ExhibitResult, record: CaptureRecord | undefined): readonly string[] {
  const fact = (name: string, value: string | undefined): readonly string[] =>
    value === undefined ? [] : [`${paint.as('faint', name.padEnd(12))}${forTerminal(value)}`];
  const observation = record?.observation;
  const items = result.completeness?.items ?? [];
  return [
    `${paint.as('strong', `${result.case} ${result.exhibit}`)}  ${paint.state(result.state)}${record?.practice === true ? '  PRACTICE, not evidence' : ''}`,
    ...fact('title', result.title),
    ...fact('asked for', result.requestedUrl),
    ...fact('document', result.documentUrl === result.requestedUrl ? undefined : result.documentUrl),
    ...fact('shown', result.shownUrl === result.documentUrl ? undefined : result.shownUrl),
    ...fact('status', result.httpStatus === undefined ? undefined : `HTTP ${result.httpStatus}`),
    ...fact('started', formatTime(result.startedAt)),
    ...fact('sealed', result.sealedAt === undefined ? undefined : formatTime(result.sealedAt)),
    ...fact('digest', result.digest),
    ...fact('time', result.time && describeTime(result.time)),
    ...(result.error === undefined ? (result.reasons ?? []).flatMap(({ code, detail }) => fact('reason', `${code}: ${detail}`)) : []),
    ...fact('error', result.error && `${result.error.code}: ${result.error.message}`),
    ...(observation?.warnings ?? []).flatMap(({ code, detail }) => fact('warning', `${code}: ${detail}`)),
    ...(result.completeness === undefined ? [] : ['', buildHeadline(result)]),
    ...items
      .slice(0, LISTED_ITEMS)
      .map((item) => `  ${item.class}  ${item.problem}  ${forTerminal(item.url, 160)}  ${forTerminal(item.detail, 160)}`),
    ...(items.length > LISTED_ITEMS ? [`  and ${items.length - LISTED_ITEMS} more: --json lists all`] : []),
    ...(result.artifacts.length === 0 ? [] : ['', ...buildArtifactLines(result.artifacts)]),
  ];
}

/** Who says when: this machine alone, or an authority too. */
function describeTime({ state, notAfter, tokens }: NonNullable<ExhibitResult['time']>): string {
  if (state === 'confirmed' && notAfter !== undefined)
    return `there by ${formatTime(notAfter)}: ${formatCount(tokens.length, 'time stamp')} over the log; the times within are of this machine`;
  const by = state === 'none' ? 'in practice no time-stamping authority is asked' : 'confirmed by no time-stamping authority yet';
  return `as this machine believed it; ${by}`;
}

/** Everything `show` tells of a received file. */
export function buildReceivedLines(
  paint: Paint,
  reference: string,
  { summary, artifacts }: Pick<FoundExhibit, 'summary' | 'artifacts'>,
  { record, origin }: { readonly record: ReceivedRecord; readonly origin?: string },
  time: NonNullable<ExhibitResult['time']>,
): readonly string[] {
  const fact = (name: string, value: string): string => `${paint.as('faint', name.padEnd(12))}${forTerminal(value)}`;
  return [
    `${paint.as('strong', `${forTerminal(reference)} ${summary.exhibit}`)}  received file${record.practice ? '  PRACTICE, not evidence' : ''}`,
    fact('given as', record.givenName),
    ...(origin === undefined ? [] : [fact('origin', origin)]),
    fact('taken in', formatTime(record.addedAt)),
    ...(summary.digest === undefined ? [] : [fact('digest', summary.digest)]),
    fact('time', describeTime(time)),
    '',
    ...buildArtifactLines(artifacts),
  ];
}

function buildArtifactLines(artifacts: readonly Pick<Artifact, 'role' | 'name' | 'sizeBytes' | 'sha256'>[]): readonly string[] {
  const roleWidth = Math.max(...artifacts.map(({ role }) => role.length));
  const nameWidth = Math.max(...artifacts.map(({ name }) => name.length));
  return artifacts.map(
    ({ role, name, sizeBytes, sha256 }) =>
      `${role.padEnd(roleWidth)}  ${name.padEnd(nameWidth)}  ${formatBytes(sizeBytes).padStart(8)}  ${sha256}`,
  );
}
