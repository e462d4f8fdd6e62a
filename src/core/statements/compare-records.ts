import type { Artifact, ArtifactRole } from '../model/artifact.ts';
import type { CaptureRecord } from '../model/capture-record.ts';
import { findAdId, findPrice } from '../model/find-offer.ts';
import { findSeller } from '../model/find-seller.ts';
import { urlWithoutFragment } from '../url-without-fragment.ts';

/** What is compared of two captures, in the order in which it is told. Closed; labels in the catalogues as `compare.<field>`. */
export const COMPARED_FIELDS = [
  'requested-address',
  'document-address',
  'shown-address',
  'state',
  'http-status',
  'title',
  'language',
  'price',
  'seller',
  'ad-id',
  'meta',
  'open-graph',
  'json-ld',
  'microdata',
  'text',
  'text-after',
  'served-page',
  'picture-of-view',
  'picture-of-page',
  'media',
  'certificates',
  'server-address',
  'operator',
  'station',
  'session',
  'clicked-at',
  'browser',
  'exchanges',
  'missing-shown',
  'missing-other',
] as const;
export type ComparedField = (typeof COMPARED_FIELDS)[number];

/** `not-comparable`: neither has it, or what they have says nothing of the page (the address of a proxy). */
export const COMPARISON_RESULTS = ['same', 'different', 'only-first', 'only-second', 'not-comparable'] as const;
export type ComparisonResult = (typeof COMPARISON_RESULTS)[number];

/**
 * One field of two captures. Values are those of the records, verbatim and hostile until escaped, cut where they are long. Of lists that differ
 * (meta, OpenGraph, JSON-LD, microdata, certificates) a value holds, one per line, what the other one does not have.
 */
export interface RecordComparison {
  readonly field: ComparedField;
  readonly result: ComparisonResult;
  readonly first?: string;
  readonly second?: string;
}

/** Service numbers: records do not hold them, the log does. */
export interface ComparedOperators {
  readonly first?: string | undefined;
  readonly second?: string | undefined;
}

/** Compared as `key` (default: the value itself). A list is compared without regard to its order. */
type Reading =
  | { readonly value: string | undefined; readonly key?: string | undefined; readonly incomparable?: boolean }
  | { readonly list: readonly string[] };

/** Longest value that is told, in UTF-16 code units; what was cut says how much more there is. */
const MAX_VALUE = 2_000;

/**
 * Two captures, field by field, in the order of {@link COMPARED_FIELDS}: all fields, also those that neither has. Bytes that differ do not mean that
 * a reader saw another page; another operator, station or time is what makes the second capture worth something.
 */
export function compareRecords(
  first: CaptureRecord,
  second: CaptureRecord,
  operators: ComparedOperators = {},
): readonly RecordComparison[] {
  const [ours, theirs] = [readFields(first, operators.first), readFields(second, operators.second)];
  return COMPARED_FIELDS.map((field) =>
    field === 'media' ? compareMedia(first, second) : compareField(field, ours[field], theirs[field]),
  );
}

function readFields(record: CaptureRecord, operator: string | undefined): Readonly<Record<Exclude<ComparedField, 'media'>, Reading>> {
  const { address, http, page, tls, times, completeness, browser, state } = record.observation;
  const remote = http?.remoteAddress;
  const { shown, supporting, background } = completeness.incomplete;
  return {
    'requested-address': addressOf(address.requestedUrl),
    'document-address': addressOf(address.documentUrl),
    'shown-address': addressOf(address.shownUrl),
    state: { value: state },
    'http-status': { value: http?.status.toString() },
    title: { value: page?.title },
    language: { value: page?.language, key: page?.language?.toLowerCase() },
    price: { value: page && findPrice(page) },
    seller: { value: page && findSeller(page) },
    'ad-id': { value: page && findAdId(page) },
    meta: { list: (page?.meta ?? []).map(({ name, content }) => `${name}: ${content}`) },
    'open-graph': { list: (page?.openGraph ?? []).map(({ property, content }) => `${property}: ${content}`) },
    'json-ld': { list: page?.jsonLd ?? [] },
    microdata: {
      list: (page?.microdata ?? []).flatMap(({ type, properties }) =>
        properties.map(({ name, value }) => `${type ?? ''} ${name}: ${value}`),
      ),
    },
    text: digestOf(record, 'text'),
    'text-after': digestOf(record, 'text-after'),
    'served-page': digestOf(record, 'html-served'),
    'picture-of-view': digestOf(record, 'screenshot-viewport'),
    'picture-of-page': digestOf(record, 'screenshot-full'),
    certificates: { list: tls?.chainSha256 ?? [] },
    'server-address': {
      value: remote === undefined ? undefined : `${remote.ip} ${remote.port}${remote.isProxy ? ' (proxy)' : ''}`,
      incomparable: remote?.isProxy === true,
    },
    operator: { value: operator },
    station: { value: record.station },
    session: { value: record.session.id },
    'clicked-at': { value: times.clickedAt },
    browser: { value: browser.product },
    exchanges: { value: String(completeness.exchanges) },
    'missing-shown': { value: String(shown) },
    'missing-other': { value: String(supporting + background) },
  };
}

function compareField(field: ComparedField, first: Reading, second: Reading): RecordComparison {
  if ('list' in first && 'list' in second) return compareLists(field, first.list, second.list);
  if ('list' in first || 'list' in second) return { field, result: 'not-comparable' };
  const values = { ...told('first', first.value), ...told('second', second.value) };
  if (first.value === undefined && second.value === undefined) return { field, result: 'not-comparable' };
  if (second.value === undefined) return { field, result: 'only-first', ...values };
  if (first.value === undefined) return { field, result: 'only-second', ...values };
  if (first.incomparable === true || second.incomparable === true) return { field, result: 'not-comparable', ...values };
  return { field, result: (first.key ?? first.value) === (second.key ?? second.value) ? 'same' : 'different', ...values };
}

function compareLists(field: ComparedField, first: readonly string[], second: readonly string[]): RecordComparison {
  if (first.length === 0 && second.length === 0) return { field, result: 'not-comparable' };
  if (second.length === 0) return { field, result: 'only-first', ...bothOf(first, second) };
  if (first.length === 0) return { field, result: 'only-second', ...bothOf(first, second) };
  const [onlyFirst, onlySecond] = [without(first, second), without(second, first)];
  if (onlyFirst.length === 0 && onlySecond.length === 0) return { field, result: 'same', ...bothOf(first, second) };
  return { field, result: 'different', ...bothOf(onlyFirst, onlySecond) };
}

/** Files as the page loaded them: `9/12` of each are in both, by their bytes. */
function compareMedia(first: CaptureRecord, second: CaptureRecord): RecordComparison {
  const [ours, theirs] = [mediaOf(first), mediaOf(second)];
  const common = [...ours].filter((digest) => theirs.has(digest)).length;
  const values = {
    ...(ours.size === 0 ? {} : { first: `${common}/${ours.size}` }),
    ...(theirs.size === 0 ? {} : { second: `${common}/${theirs.size}` }),
  };
  if (ours.size === 0 && theirs.size === 0) return { field: 'media', result: 'not-comparable' };
  if (theirs.size === 0) return { field: 'media', result: 'only-first', ...values };
  if (ours.size === 0) return { field: 'media', result: 'only-second', ...values };
  return { field: 'media', result: common === ours.size && common === theirs.size ? 'same' : 'different', ...values };
}

function mediaOf({ observation }: CaptureRecord): ReadonlySet<string> {
  return new Set(observation.artifacts.flatMap(({ role, sha256 }) => (role === 'media' ? [sha256] : [])));
}

/** The fragment stays in the browser: it is told, and does not make another address. */
function addressOf(url: string | undefined): Reading {
  return { value: url, key: url === undefined ? undefined : urlWithoutFragment(url) };
}

/** Of the first artifact of a role; a page in numbered pictures has them in their order. */
function digestOf({ observation }: CaptureRecord, role: ArtifactRole): Reading {
  const found: readonly Artifact[] = observation.artifacts.filter((artifact) => artifact.role === role);
  return { value: found.length === 0 ? undefined : found.map(({ sha256 }) => sha256).join('\n') };
}

/** What `list` has more often than `other`. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of other) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    if (count > 0) left.set(one, count - 1);
    return count === 0;
  });
}

function bothOf(first: readonly string[], second: readonly string[]): Partial<RecordComparison> {
  return { ...told('first', linesOf(first)), ...told('second', linesOf(second)) };
}

function linesOf(list: readonly string[]): string | undefined {
  return list.length === 0 ? undefined : list.join('\n');
}

function told(side: 'first' | 'second', value: string | undefined): Partial<RecordComparison> {
  if (value === undefined) return {};
  const cut = value.length <= MAX_VALUE ? value : `${value.slice(0, MAX_VALUE).toWellFormed()}… (+${value.length - MAX_VALUE})`;
  return { [side]: cut };
}
