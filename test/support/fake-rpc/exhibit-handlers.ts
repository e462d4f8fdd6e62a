import { PugmarkError } from '../../../src/core/errors.ts';
import type { ArtifactRole } from '../../../src/core/model/artifact.ts';
import { CAPTURE_PHASES } from '../../../src/core/model/exchange.ts';
import type { ExchangeItem, ExhibitDetail, ExhibitRow, Note } from '../../../src/rpc/contract/cases.ts';
import type { Handlers, Tell } from '../../../src/rpc/handlers.ts';
import { makeRecord } from './fake-record.ts';
import type { FakeStation } from './fake-station.ts';

type Names =
  | 'access.read'
  | 'access.give'
  | 'exhibits.save'
  | 'exhibits.read'
  | 'exhibits.text'
  | 'exhibits.network'
  | 'notes.add'
  | 'cases.timeline';
const FILES: readonly (readonly [ArtifactRole, string, string, number])[] = [
  ['screenshot-viewport', 'as-seen.png', 'image/png', 1_204_113],
  ['screenshot-full', 'full-page.png', 'image/png', 18_930_222],
  ['html-served', 'page.html', 'text/html', 184_220],
  ['dom', 'dom.html', 'text/html', 402_118],
  ['text', 'page.txt', 'text/plain', 8_212],
  ['mhtml', 'page.mhtml', 'multipart/related', 9_441_023],
  ['pdf', 'page.pdf', 'application/pdf', 2_100_402],
  ['wacz', 'archive.wacz', 'application/wacz', 31_044_210],
  ['media', 'media-0001.jpg', 'image/jpeg', 240_114],
  ['media', 'media-0002.webp', 'image/webp', 88_120],
  ['media', 'media-0003-with-a-very-long-name-that-a-site-made-up-for-its-pictures-of-tortoises.png', 'image/png', 1_088_120],
  ['tls-chain', 'certificates.pem', 'application/x-pem-file', 4_120],
  ['record', 'capture.json', 'application/json', 31_402],
];

/** One exhibit with a picture of 40,000 px, 3,204 exchanges, and texts that pretend to be markup. */
export function makeExhibitHandlers(fake: FakeStation, tell: Tell): Pick<Handlers, Names> {
  const notes = new Map<string, Note[]>();
  const rowOf = (reference: string, exhibit: string): ExhibitRow => {
    const row = fake.exhibits.find((one) => one.case === reference && one.exhibit === exhibit);
    if (row === undefined) throw new PugmarkError('exhibit-unknown', `No exhibit ${exhibit} in ${reference}`);
    return row;
  };
  return {
    'access.read': ({ case: reference }) => {
      const reason = fake.reasons.get(reference);
      return reason === undefined ? {} : { reason };
    },
    'access.give': ({ case: reference, reason }) => {
      fake.reasons.set(reference, reason);
      return {};
    },
    'exhibits.save': ({ exhibit, name, reason = '' }) => {
      fake.saved.push(`${exhibit} ${name} ${reason}`.trim());
      return {};
    },
    'exhibits.read': ({ case: reference, exhibit }): ExhibitDetail => {
      const row = rowOf(reference, exhibit);
      if (!fake.reasons.has(reference)) throw new PugmarkError('reason-missing', 'Say why');
      const kept = row.erased !== true && (row.state === 'sealed' || row.state === 'partial');
      const erasure = fake.erased.get(`${reference} ${exhibit}`);
      return {
        row,
        ...(kept && row.endedAt !== undefined ? { sealedAt: row.endedAt } : {}),
        time: kept ? (exhibit === 'E-0003' ? 'confirmed' : 'pending') : 'none',
        ...(exhibit === 'E-0003'
          ? { bracket: { notBefore: '2026-11-22T02:30:00.000Z', notAfter: '2026-11-22T02:37:12.000Z', authorities: ['north', 'south'] } }
          : {}),
        artifacts: kept
          ? FILES.map(([role, name, mediaType, sizeBytes], i) => ({
              role,
              name,
              mediaType,
              sizeBytes,
              sha256: `sha256:${(i + 1).toString(16).padStart(64, 'c')}` as const,
              sha512: `sha512:${(i + 1).toString(16).padStart(128, 'd')}` as const,
              address: name.startsWith('media-0002') ? '/evidence/missing' : `/evidence/file/${i}`,
            }))
          : [],
        ...(kept && row.kind === 'capture' ? { record: makeRecord(row) } : {}),
        ...(row.kind === 'received'
          ? { received: { givenName: 'عرض سلحفاة.pdf', origin: 'Handed over by W-2210', mediaTypeBy: 'content' as const } }
          : {}),
        pictures: kept
          ? [
              { name: 'full-page.png', role: 'screenshot-full', pyramid: pyramid(40_000) },
              { name: 'as-seen.png', role: 'screenshot-viewport', pyramid: pyramid(800) },
            ]
          : [],
        ...(erasure === undefined ? {} : { erasure }),
        notes: notes.get(`${reference} ${exhibit}`) ?? [],
        ...(exhibit === 'E-0002' ? { openedFrom: 'E-0001' } : {}),
        opened: exhibit === 'E-0001' ? ['E-0002', 'E-0003'] : [],
      };
    },
    'exhibits.text': () => ({
      text: `Griekse landschildpad\n<script>alert('spoof')</script> </pre><h1>Pugmark: sealed</h1>\n${'Two tortoises, price 180, contact tortoise_home. '.repeat(120)}\nسلاحف برية نادرة`,
      cut: true,
    }),
    'exhibits.network': ({ case: reference, exhibit }) => makeExchanges(rowOf(reference, exhibit)),
    'cases.timeline': ({ case: reference, exhibit }) =>
      fake.exhibits
        .filter((row) => row.case === reference && (exhibit === undefined || row.exhibit === exhibit))
        .flatMap((row, i) => {
          const entry = { origin: 'st-1', actor: 'W-4471', exhibit: row.exhibit, texts: {} };
          return [
            { ...entry, seq: 3 * i, time: row.startedAt, type: 'capture.started', details: { url: row.requestedUrl } },
            {
              ...entry,
              seq: 3 * i + 1,
              time: row.endedAt ?? row.startedAt,
              type: 'capture.sealed',
              details: {},
              digest: `sha256:${'ab'.repeat(32)}`,
            },
            ...(notes.get(`${reference} ${row.exhibit}`) ?? []).map(({ time, text }, n) => ({
              ...entry,
              seq: 3 * i + 2 + n,
              time,
              type: 'note.added',
              details: {},
              texts: { note: text },
            })),
          ];
        }),
    'notes.add': ({ case: reference, exhibit, text }): Note => {
      const key = `${reference} ${exhibit ?? ''}`;
      const list = notes.get(key) ?? [];
      const note = {
        id: `note-${list.length + 1}`,
        ...(exhibit === undefined ? {} : { exhibit }),
        time: new Date().toISOString(),
        author: 'W-4471',
        text,
      };
      notes.set(key, [...list, note]);
      const item = fake.cases.find((one) => one.reference === reference);
      if (item !== undefined) tell('case.changed', item);
      return note;
    },
  };
}

function pyramid(height: number): ExhibitDetail['pictures'][number]['pyramid'] {
  return {
    widthPx: 1280,
    heightPx: height,
    tilePx: 256,
    levels: Math.ceil(Math.log2(height / 256)) + 1,
    addressPattern: `/evidence/tile/${height}/{level}/{column}/{row}`,
  };
}

const KINDS = ['Document', 'Stylesheet', 'Script', 'Image', 'Image', 'Image', 'XHR', 'Font', 'Media', 'Ping'] as const;

function makeExchanges(row: ExhibitRow): ExchangeItem[] {
  return Array.from({ length: 3_204 }, (_, i): ExchangeItem => {
    const failed = i % 97 === 13;
    const kind = i === 0 ? 'Document' : (KINDS[1 + (i % 9)] ?? 'Other');
    return {
      method: i % 31 === 0 && i > 0 ? 'POST' : 'GET',
      url:
        i === 0
          ? row.requestedUrl
          : `http://${row.host}/assets/${kind.toLowerCase()}/${i}/${i % 5 === 0 ? 'سلحفاة' : 'file'}-${i}.bin?v=${i}`,
      ...(failed ? {} : { status: i % 53 === 7 ? 404 : 200, sizeBytes: (i * 7_919) % 900_000 }),
      startMs: Math.round(i * 2.9 + (i % 7) * 40),
      metadata: {
        format: 'exchange-metadata/v1',
        exchange: `x${i}`,
        startedAt: row.startedAt,
        phase: CAPTURE_PHASES[Math.floor((i / 3_204) * 4)] ?? 'print',
        resourceType: kind,
        initiator: 'parser',
        requestedBy: 'page',
        request: { headersComplete: true, withheld: i % 11 === 0 ? ['cookie'] : [] },
        ...(failed
          ? { problem: { kind: 'failed' as const, detail: 'net::ERR_CONNECTION_RESET' } }
          : {
              response: {
                source: 'network' as const,
                head: 'exact' as const,
                protocol: 'h2',
                mimeType: 'text/plain',
                encodedSizeBytes: i * 10,
              },
            }),
      },
    };
  });
}
