import { rulerTile } from '../ruler-tile.ts';
import type { Contradiction } from './contradiction-faults.ts';
import { AA, E1 } from './faults.ts';
import type { RichHands } from './rich-package.ts';
import { AD_URL, ORIGIN, type EventSketch } from './twists.ts';

const RECORD = `${E1}/capture.json`;
const COPY = `${E1}/redacted/screenshot-full.redacted-1.png`;
const LONG_AGO = '2019-01-01T00:00:00.000Z';
const LATER = '2031-01-01T00:00:00.000Z';
const NEVER_MADE = '88888888-8888-4888-8888-888888888888';
const BLACK = [0, 0, 0, 255] as const;

/** One entry more in the log, after the captures. */
const logging = (more: EventSketch): RichHands => ({
  twists: { event: (event) => (event.type === 'exhibit.viewed' ? [event, more] : [event]) },
});

/** What an entry says of a segment before it, which is not here. */
const joinOf = (details: NonNullable<EventSketch['details']>): EventSketch => ({
  type: 'segment.joined',
  digest: AA,
  details: { origin: 'pugmark.cccccccc-cccc-4ccc-8ccc-cccccccccccc', size: 3, root: AA, ...details },
});

/** The log begins with this entry. */
const beginning = (first: EventSketch): RichHands => ({
  twists: { event: (event) => (event.type === 'session.started' ? [first, event] : [event]) },
});

/** Further lies of somebody who signs what they like: a record that contradicts itself, a copy of something else, a log that begins in the middle. */
export const LIES: readonly Contradiction[] = [
  [
    'record-invalid',
    'a capture that calls itself whole though a step of it failed',
    {
      observation: ({ times }) => ({
        steps: [{ stage: 'as-seen', name: 'screenshot', startedAt: times.clickedAt, tookMs: 20, outcome: 'failed', detail: 'no picture' }],
      }),
    },
    RECORD,
  ],
  [
    'record-invalid',
    'a capture that calls itself whole and names an error',
    { observation: () => ({ error: { code: 'dns-failed', message: 'no such host' } }) },
    RECORD,
  ],
  [
    'time-contradiction',
    'a redirection from years before the page that it led to',
    {
      observation: ({ http }) =>
        http ? { http: { ...http, redirects: [{ url: 'https://a.example/', status: 302, location: AD_URL, time: LONG_AGO }] } } : {},
    },
    'E-0001',
  ],
  [
    'time-contradiction',
    'a page that was loaded years after its capture',
    { observation: ({ address }) => ({ address: { ...address, loadedBy: 'back-forward-cache', documentStartedAt: LATER } }) },
    'E-0001',
  ],
  [
    'time-contradiction',
    'a look at the clock from years after the capture',
    { record: (record) => ({ ...record, clock: { state: 'checked', source: 'ntp.example', offsetMs: 0, checkedAt: LATER } }) },
    'E-0001',
  ],
  [
    'record-differs',
    'a capture that another operator sealed than started it',
    {
      twists: {
        entry: (entry) => (entry.exhibit === 'E-0001' && entry.type === 'capture.sealed' ? { ...entry, actor: 'NL-9999' } : entry),
      },
    },
    RECORD,
  ],
  ['redaction-differs', 'a redacted copy of another picture', { copy: rulerTile(4, 4, 77, BLACK) }, COPY],
  ['redaction-differs', 'a redacted copy in which more is covered than its record says', { copy: rulerTile(4, 4, 0, BLACK) }, COPY],
  ['redaction-differs', 'a redacted copy of another size than its original', { copy: rulerTile(9, 9, 0, BLACK) }, COPY],
  [
    'segment-differs',
    'numbers of attempts skipped in the middle of a segment',
    logging(joinOf({ reason: 'copied', highestAttempt: 50 })),
    `${ORIGIN} entry`,
  ],
  [
    'segment-differs',
    'a log whose first segments are left out',
    beginning(joinOf({ reason: 'copied', highestAttempt: 0 })),
    `${ORIGIN} entry 0`,
  ],
  [
    'end-without-start',
    'a receipt for a package that was never made',
    logging({ type: 'receipt.recorded', digest: AA, details: { package: NEVER_MADE, kind: 'signed' } }),
    'package',
  ],
  ['line-invalid', 'a rotation of keys that names none', logging({ type: 'key.rotated', details: {} }), `${ORIGIN} entry`],
];
