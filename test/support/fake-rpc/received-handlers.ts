import { PugmarkError } from '../../../src/core/errors.ts';
import type { RECEIVED_CALLS, ReceivedExhibit, ReceivedPackage, ReceivedRow } from '../../../src/rpc/contract/received.ts';
import type { Handlers } from '../../../src/rpc/handlers.ts';
import { makeRecord } from './fake-record.ts';
import type { FakeStation } from './fake-station.ts';

const CASE = 'K-2026-014';
const KEPT: ReceivedPackage = {
  case: CASE,
  exhibit: 'E-0009',
  package: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e11',
  profile: 'prosecutor',
  practice: false,
  senderCase: 'BERN <b>2026/441</b>',
  sender: `sha256:${'4e1d'.repeat(16)}`,
  senderUnit: 'Fedpol, Bern',
  receivedAt: '2026-11-21T09:14:00.000Z',
  verdict: { integrity: 'pass', authorship: 'not-checked', custody: 'pass', time: 'pending', completeness: 'as-recorded' },
  isContinued: false,
  contents: 'ready',
  exhibits: 3,
  isCut: false,
  sizeBytes: 48_220_113,
};
const LOCKED: ReceivedPackage = {
  ...KEPT,
  exhibit: 'E-0010',
  package: '018f2c5e-7b5a-4c3e-9d2a-1f0b8a4c6e12',
  senderCase: 'NCB-77',
  sender: `sha256:${'77aa'.repeat(16)}`,
  receivedAt: '2026-11-20T16:40:00.000Z',
  contents: 'locked',
  exhibits: 0,
};
const TITLES = ['Graupapagei, zahm <script>alert(1)</script>', 'Schildkröte mit Papieren', undefined];

/** One package of another agency with three exhibits, and one that is kept encrypted. */
export function makeReceivedHandlers(fake: FakeStation): Pick<Handlers, keyof typeof RECEIVED_CALLS> {
  const { senderUnit: _, ...locked } = LOCKED;
  const listed = [KEPT, locked];
  const rows = TITLES.map((title, i): ReceivedRow => {
    const exhibit = `E-000${i + 1}`;
    const time = `2026-11-1${i}T08:30:00.000Z`;
    return {
      case: CASE,
      package: KEPT.exhibit,
      ...(KEPT.senderCase === undefined ? {} : { senderCase: KEPT.senderCase }),
      exhibit,
      kind: 'capture',
      state: i === 1 ? 'partial' : 'sealed',
      ...(title === undefined ? {} : { title }),
      requestedUrl: `https://tiermarkt.example/anzeige/${i + 1}`,
      host: 'tiermarkt.example',
      ...(i === 0 ? { seller: 'Vogelfreund_88' } : {}),
      startedAt: time,
      digest: `sha256:${'8f41'.repeat(16)}`,
      hasPicture: true,
      thumbnail: `/evidence/thumbnail/${i + 1}`,
    };
  });
  const open = (reference: string, exhibit: string): ReceivedPackage => {
    const found = listed.find((one) => one.case === reference && one.exhibit === exhibit);
    if (found === undefined) throw new PugmarkError('usage', `${exhibit} is no package`);
    if (!fake.reasons.has(reference)) throw new PugmarkError('reason-missing', 'Say why');
    if (found.contents === 'locked') throw new PugmarkError('package-locked', `${exhibit} is kept encrypted`);
    return found;
  };
  return {
    'received.list': () => listed,
    'received.open': ({ case: reference, exhibit }) => open(reference, exhibit),
    'received.search': ({ text, cases, package: of, offset, limit }) => {
      const words = text.toLowerCase();
      const found = rows.filter(
        (row) =>
          (cases.length === 0 || cases.includes(row.case)) &&
          (of === undefined || (of.case === row.case && of.exhibit === row.package)) &&
          `${row.title ?? ''} ${row.requestedUrl} ${row.seller ?? ''}`.toLowerCase().includes(words),
      );
      return { total: found.length, rows: found.slice(offset, offset + limit) };
    },
    'received.read': ({ case: reference, exhibit, inner }): ReceivedExhibit => {
      const from = open(reference, exhibit);
      const row = rows.find((one) => one.exhibit === inner);
      if (row === undefined) throw new PugmarkError('exhibit-unknown', `No ${inner}`);
      const startedAt = row.startedAt ?? '';
      return {
        from,
        row,
        record: makeRecord({ ...row, state: row.state ?? 'sealed', startedAt, endedAt: startedAt, hasNotes: false }),
        files: [
          {
            name: 'screenshot-full.png',
            role: 'screenshot-full',
            mediaType: 'image/png',
            sizeBytes: 18_930_222,
            sha256: `sha256:${'c1'.repeat(32)}`,
            address: '/evidence/file/1',
          },
          {
            name: 'odd.bin',
            mediaType: 'application/octet-stream',
            sizeBytes: 12,
            sha256: `sha256:${'c2'.repeat(32)}`,
            address: '/evidence/file/2',
          },
        ],
        pictures: [
          {
            name: 'screenshot-full.png',
            role: 'screenshot-full',
            pyramid: {
              widthPx: 1280,
              heightPx: 4_000,
              tilePx: 256,
              levels: 5,
              addressPattern: '/evidence/tile/4000/{level}/{column}/{row}',
            },
          },
        ],
        hasText: true,
      };
    },
    'received.text': () => ({ text: 'Graupapagei <script>alert(1)</script>, zahm, Abholung in Bern', cut: false }),
    'received.timeline': ({ inner }) => ({
      entries: [
        {
          origin: 'st-2',
          seq: 4,
          time: '2026-11-10T08:30:20.000Z',
          type: 'capture.sealed',
          actor: 'B-221',
          exhibit: inner,
          details: {},
          texts: {},
        },
      ],
      isCut: false,
    }),
  };
}
