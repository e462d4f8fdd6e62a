import { buildCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { hexOf } from '../../../src/core/digest/digest.ts';
import { parseUtf8, toUtf8 } from '../../../src/core/digest/encoding.ts';
import type { FormDocument } from '../../../src/core/forms/form-document.ts';
import type { CaptureRecord } from '../../../src/core/model/capture-record.ts';
import { HTML_REPORT_POLICY } from '../../../src/core/package/html-report-policy.ts';
import { sha512DigestOf } from '../../../src/core/digest/digest.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { MADE } from '../statements.ts';
import { makeFullPicture } from './exhibit-sketch.ts';
import { MASKS, redacting } from './redaction-faults.ts';
import { AD_URL, digestOf, type PackageFiles, type Twists } from './twists.ts';

export const FORM_PATH = 'data/forms/europol-hash-list.en.json';
export const REPORT_PATH = 'data/report.en.v01.html';
const README = 'data/README.txt';
const DER = toUtf8('not looked into, but for its digest');
export const CHAIN = toUtf8(`-----BEGIN CERTIFICATE-----\n${Buffer.from(DER).toString('base64')}\n-----END CERTIFICATE-----\n`);

type Observation = CaptureRecord['observation'];

const images = createSharpImageCodec(nodeHashing);
/** The picture of E-0001, covered as the record of its copy says. */
export const COVERED = (await images.burnIn((await makeFullPicture()).stitched.png, MASKS)).png;

/** What a report in HTML begins with. */
export function reportPage(body: string): Uint8Array {
  const policy = `<meta http-equiv="Content-Security-Policy" content="${HTML_REPORT_POLICY}" />`;
  return toUtf8(
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />\n${policy}\n<meta name="viewport" content="width=device-width, initial-scale=1" />\n` +
      `<title>Report</title><style>p { margin: 0 }</style></head><body><p><a href="#E-0001">E-0001</a> &lt;script&gt; ${body}</p></body></html>\n`,
  );
}

const column = (id: string): { readonly id: string; readonly label: string; readonly source: string } => ({
  id,
  label: id,
  source: 'package',
});

/** A list of the one file that every package has. */
export function hashList(files: PackageFiles, edit: (form: FormDocument) => object = (form) => form): Uint8Array {
  const readMe = files.get(README) ?? new Uint8Array();
  const sha512 = hexOf(sha512DigestOf(nodeHashing.sha512(readMe)));
  const form: FormDocument = {
    format: 'form/v1',
    form: 'europol-hash-list',
    language: 'en',
    title: 'List of files with digests',
    notices: [],
    practice: false,
    madeAt: '2026-03-02T09:00:00.000Z',
    sections: [
      {
        id: 'files',
        title: 'Files',
        blocks: [
          {
            type: 'table',
            id: 'files',
            columns: ['file', 'sha256', 'sha512'].map(column),
            rows: [[README, hexOf(digestOf(readMe)), sha512]],
          },
        ],
      },
    ],
  };
  return toUtf8(JSON.stringify(edit(form), undefined, 2));
}

/** What the record of E-0001 says of its page, as the archive has it. */
function loaded({ times, artifacts, address }: Observation): Partial<Observation> {
  const sha512 = sha512DigestOf(nodeHashing.sha512(CHAIN));
  const chain = { role: 'tls-chain', name: 'tls-chain.pem', mediaType: 'application/x-pem-file' } as const;
  return {
    times: { ...times, seenAt: times.clickedAt, seenCompleteAt: times.finishedAt },
    steps: [{ stage: 'open', name: 'open', startedAt: times.clickedAt, tookMs: 20, outcome: 'done' }],
    address: { ...address, documentUrl: `${AD_URL}#top`, loadedBy: 'navigation', documentStartedAt: '2026-03-02T08:00:00.000Z' },
    http: {
      status: 200,
      method: 'GET',
      headers: [],
      headersAs: 'exact',
      redirects: [],
      remoteAddress: { ip: '192.0.2.7', port: 443, isProxy: false },
      source: 'network',
    },
    tls: { protocol: 'TLS 1.3', valid: true, chainSha256: [digestOf(DER)] },
    artifacts: [...artifacts, { ...chain, sizeBytes: CHAIN.length, sha256: digestOf(CHAIN), sha512 }],
  };
}

/** The statement in the package: on the document of E-0001. */
export const STATED = { ...MADE.statement, evidence: [{ exhibit: 'E-0001', role: 'dom', artifact: 'dom.html' }] };

export interface RichHands {
  readonly observation?: (observation: Observation) => Partial<Observation>;
  /** After that. */
  readonly record?: (record: CaptureRecord) => CaptureRecord;
  readonly statement?: object;
  readonly copy?: Uint8Array;
  readonly twists?: Twists;
}

/** A package that has what the small one leaves out, all of it as it should be but for what these hands change. */
export function richTwists({
  observation = () => ({}),
  record: edit = (record) => record,
  statement = STATED,
  copy,
  twists = {},
}: RichHands = {}): Twists {
  const covered = redacting({ copy: copy ?? COVERED });
  const text = parseUtf8(buildCanonicalJson(statement));
  return {
    ...twists,
    record: (record) => {
      const isFirst = record.exhibit === 'E-0001';
      const whole = isFirst ? { ...record, observation: { ...record.observation, ...loaded(record.observation) } } : record;
      const edited = isFirst ? edit({ ...whole, observation: { ...whole.observation, ...observation(whole.observation) } }) : whole;
      return covered.record?.(edited) ?? edited;
    },
    event: (event) =>
      (covered.event?.(event) ?? [event]).flatMap((one) => {
        const also =
          one.type === 'exhibit.viewed'
            ? [{ type: 'statement.made', exhibit: 'E-0001', details: MADE.details, texts: { statement: text } } as const]
            : [];
        return [...(twists.event?.(one) ?? [one]), ...also];
      }),
    payload: (files, station) => {
      covered.payload?.(files, station);
      files.set('data/exhibits/E-0001/tls-chain.pem', CHAIN);
      files.set(FORM_PATH, hashList(files));
      files.set(REPORT_PATH, reportPage(''));
      twists.payload?.(files, station);
    },
  };
}
