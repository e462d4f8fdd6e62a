import type { CaptureRecord } from '../../../src/core/model/capture-record.ts';
import type { ExhibitRow } from '../../../src/rpc/contract/cases.ts';

const DIGEST = `sha256:${'8f41'.repeat(16)}` as const;

/** A record as a capture of a marketplace page gives it. Its texts are what hostile pages write. */
export function makeRecord(row: ExhibitRow): CaptureRecord {
  const time = row.startedAt;
  const partial = row.state === 'partial';
  return {
    format: 'capture-record/v1',
    kind: 'capture',
    nonce: 'AAAAAAAAAAAAAAAAAAAAAA==',
    case: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e01',
    exhibit: row.exhibit,
    attempt: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e99',
    practice: true,
    session: { id: '018f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e98', startedEntry: DIGEST },
    station: DIGEST,
    tool: { name: 'pugmark', version: '0.1.0', digest: DIGEST },
    clock: { state: 'checked', source: 'ntp.example', offsetMs: 12, checkedAt: time },
    observation: {
      state: partial ? 'partial' : 'sealed',
      reasons: partial ? [{ code: 'height-limit', detail: 'the page is 61,204 px high; pictured to 40,000' }] : [],
      times: { clickedAt: time, seenAt: time, finishedAt: row.endedAt ?? time },
      steps: [],
      limits: {},
      address: {
        requestedUrl: row.requestedUrl,
        documentUrl: row.requestedUrl,
        shownUrl: row.shownUrl ?? row.requestedUrl,
        loadedBy: 'navigation',
        inPage: [],
        path: [{ url: `http://${row.host}/search?q=tortoise`, time }],
      },
      http: {
        status: 200,
        statusText: 'OK',
        method: 'GET',
        protocol: 'h2',
        headers: [
          ['content-type', 'text/html; charset=utf-8'],
          ['x-served-by', '<b>cache-bru-1</b>'],
        ],
        headersAs: 'exact',
        redirects: [{ url: `http://${row.host}/`, status: 302, location: '/v/1', time }],
        remoteAddress: { ip: '192.0.2.17', port: 443, isProxy: false },
        source: 'network',
      },
      tls: {
        protocol: 'TLS 1.3',
        cipher: 'AES_128_GCM',
        keyExchange: 'X25519MLKEM768',
        subject: row.host,
        issuer: 'Practice Market CA',
        subjectAlternativeNames: [row.host, `*.${row.host}`],
        validFrom: '2026-01-01T00:00:00.000Z',
        validTo: '2027-01-01T00:00:00.000Z',
        certificateTransparency: 'compliant',
        chainSha256: [DIGEST, `sha256:${'1d0c'.repeat(16)}`],
        valid: !partial,
      },
      page: {
        ...(row.title === undefined ? {} : { title: row.title }),
        language: 'nl',
        charset: 'UTF-8',
        meta: [{ name: 'description', content: '<img src=x onerror="document.title=1"> tortoises, two, with box' }],
        openGraph: [{ property: 'og:title', content: row.title ?? '' }],
        jsonLd: ['{"@type":"Product","name":"</script><script>alert(1)</script>"}'],
        microdata: [],
      },
      view: {
        widthPx: 1280,
        heightPx: 800,
        deviceScaleFactorMilli: 1000,
        documentWidthPx: 1280,
        documentHeightPx: 40_000,
        scrollXPx: 0,
        scrollYPx: 0,
      },
      browser: { product: 'Chromium 152.0.7204.92', userAgent: 'Mozilla/5.0 (X11; Linux x64) Chrome/152', headless: false, sandbox: true },
      frames: [],
      artifacts: [],
      recipes: [],
      completeness: {
        exchanges: 3_204,
        byPhase: { before: 3_000, seen: 4, scroll: 190, print: 10 },
        incomplete: partial ? { shown: 2, supporting: 1, background: 64 } : { shown: 0, supporting: 0, background: 0 },
        checkedAgainst: { resourceTree: 88, drawnImages: 41 },
        items: partial ? makeItems(row.host) : [],
      },
      injectedScripts: [],
      warnings: [{ code: 'dialog', detail: 'confirm: "<b>Are you over 18?</b>" was answered by the operator' }],
    },
  };
}

function makeItems(host: string): CaptureRecord['observation']['completeness']['items'] {
  return [
    { url: `http://${host}/img/4.jpg`, class: 'shown', problem: 'failed', detail: 'the server answered 404' },
    { url: `http://${host}/film.mp4`, class: 'shown', problem: 'truncated', detail: 'limit of 50 MB' },
    { url: `http://${host}/font.woff2`, class: 'supporting', problem: 'blocked', detail: 'mixed content' },
    ...Array.from({ length: 60 }, (_, i) => ({
      url: `http://count.example/pixel?${'n'.repeat(i * 4)}=${i}`,
      class: 'background' as const,
      problem: 'failed' as const,
      detail: 'net::ERR_BLOCKED_BY_CLIENT',
    })),
  ];
}
