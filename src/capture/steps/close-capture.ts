import { boundAddress } from '../../core/completeness/bound-items.ts';
import { buildCompleteness } from '../../core/completeness/build-completeness.ts';
import type { NamedResource, ResourceLists } from '../../core/completeness/build-completeness.ts';
import { requestedAddress } from '../../core/completeness/resource-class.ts';
import type { Completeness } from '../../core/model/capture-record.ts';
import type { RecordedExchange } from '../../core/model/exchange.ts';
import type { Staging } from '../../core/ports.ts';
import type { ArchivedPage } from '../archive/wacz-file.ts';
import type { DownloadedFile } from '../browser/tab.ts';
import type { CaptureContext } from './capture-context.ts';
import type { DocumentHttp } from './document-facts.ts';
import { buildDocumentHttp, findDocumentExchanges } from './document-facts.ts';
import { drawsFromMemory } from '../page/shown-resources.ts';
import { findHiddenAreas } from '../page/hidden-areas.ts';
import { ExchangeArchive } from './keep-archive.ts';
import { keepMedia, readHead } from './keep-media.ts';
import type { TlsFacts } from './keep-tls.ts';
import { keepTls, readCertificates } from './keep-tls.ts';
import { runLocalStep } from './local-step.ts';
import { listDrawn, readPerformanceEntries, readResourceTree, type ListedResources } from './resource-lists.ts';
import { sniffMedia } from './sniff-media.ts';
import type { StepScope, StepSpec } from './step-runner.ts';
import { readFileBytes } from '../recorder/file-bytes.ts';
import { tellCutMarkup } from './cut-markup.ts';

const STAGE = 'close';
/** Lists and certificates come from the browser's memory. */
const ASK_MS = 3_000;
/** A frame that hangs takes the list of no other with it. */
const FRAME_MS = 2_000;
/** Work on this machine alone, bounded by the limits on bytes. */
const LOCAL_MS = 600_000;

/** What the recording says of the document, once it is closed. */
export interface Closed {
  readonly completeness: Completeness;
  readonly http?: DocumentHttp;
  readonly tls?: TlsFacts;
}

/** Phase D: waits for what is under way, ends the recording, and keeps what came of it. */
export async function closeCapture(context: CaptureContext): Promise<Closed> {
  const { runner, tab, limits, worlds, sessions, found, document, warnings } = context;
  worlds.stage = STAGE;
  const lists: { -readonly [name in 'resourceTree' | 'performanceEntries']?: Required<ResourceLists>[name] } = {};
  let certificates: readonly string[] = [];
  const isSecure = document.documentUrl.startsWith('https:');
  const ask = async (spec: Pick<StepSpec, 'name' | 'needs' | 'sameDocument'>, work: (scope: StepScope) => Promise<void>): Promise<void> => {
    await runner.run({ stage: STAGE, budgetMs: ASK_MS, ...spec }, work);
  };
  await Promise.all([
    ask({ name: 'unlock input', needs: 'browser' }, () => tab.lockInput(false)),
    ask({ name: 'list of the browser', sameDocument: true }, async (scope) => {
      lists.resourceTree = listed(await readResourceTree(sessions.list(), FRAME_MS), scope);
    }),
    ask({ name: 'lists of the frames', sameDocument: true }, async (scope) => {
      lists.performanceEntries = listed(await readPerformanceEntries(sessions.list(), worlds, FRAME_MS), scope);
    }),
    ...(isSecure
      ? [
          ask(
            { name: 'certificates', needs: 'browser' },
            async () => void (certificates = await readCertificates(context, document.documentUrl)),
          ),
        ]
      : []),
    runner.run({ stage: STAGE, name: 'quiet network', budgetMs: limits.closeMs, graceMs: 500, needs: 'browser' }, async (scope) => {
      const quiet = await tab.recording.waitForQuiet({
        quietMs: Math.min(limits.quietMs, 300),
        timeoutMs: limits.closeMs,
        signal: scope.signal,
      });
      if (!quiet) scope.note('exchanges were still under way');
    }),
  ]);
  await closeRecording(context);

  const exchanges = withWholeDownloads(tab.recording.exchangesOfDocument(document.loaderId), tab.downloads);
  const looks = [found.asSeen, found.afterScroll].filter((look) => look !== undefined).map(({ page }) => page);
  const drawn = listDrawn(looks, found.passedPictures);
  const completeness = buildCompleteness({
    exchanges,
    mainFrameId: document.mainFrameId,
    documentUrl: document.documentUrl,
    lists: { ...drawn, ...lists },
    serviceWorkers: tab.recording.serviceWorkers,
    innerScrollers: found.innerScroller === undefined ? [] : [found.innerScroller],
    hiddenAreas: looks.slice(-1).flatMap((look) => findHiddenAreas(look, found.innerScroller?.backendNodeId)),
  });
  const chain = findDocumentExchanges(exchanges, document);
  const archive = new ExchangeArchive(context.input, exchanges);
  const http = buildDocumentHttp(chain, document, (headers) => archive.redact(headers));
  const served = chain.findLast(({ redirectedTo }) => redirectedTo === undefined);
  const recordedTls = served?.response?.tls;
  let tls: TlsFacts | undefined;
  const spec = { stage: STAGE, name: 'files from the recording', budgetMs: LOCAL_MS } as const;
  const keepFiles = runLocalStep(runner, context.input.staging, spec, async ({ staging, signal }) => {
    await keepServed(staging, served);
    await tellCutMarkup(exchanges, warnings);
    const frames = (drawn.drawnFrames ?? []).map((url) => ({ url, alternatives: [] }));
    const pictures = drawn.drawnImages === undefined ? undefined : [...drawn.drawnImages, ...(drawn.cssImages ?? []), ...frames];
    await keepMedia({
      exchanges,
      drawn: pictures && new Set(pictures.flatMap(({ url, alternatives = [] }) => [url, ...alternatives].map(requestedAddress))),
      drawsFromMemory: looks.some(drawsFromMemory),
      staging,
      signal,
      warn: (code, detail) => warnings.push({ code, detail }),
    });
    if (recordedTls !== undefined) tls = await keepTls({ staging, hashing: context.input.hashing }, recordedTls, certificates);
    await keepDownloads({ staging, warnings }, tab.downloads);
  });
  await Promise.all([keepFiles, archive.keep(runner, archivedPageOf(context))]);
  if (served?.problem !== undefined) {
    runner.addReason('document-incomplete', `the document itself: ${served.problem.detail}`);
  }
  return { completeness, ...(http === undefined ? {} : { http }), ...(tls === undefined ? {} : { tls }) };
}

function listed({ resources, silent }: ListedResources, scope: StepScope): readonly NamedResource[] {
  if (silent > 0) scope.limit('document-incomplete', `${silent} frames of other sites gave no list`);
  return resources;
}

/** Ends the recording; what was recorded is final afterwards. */
export async function closeRecording({ runner, tab, limits }: Pick<CaptureContext, 'runner' | 'tab' | 'limits'>): Promise<void> {
  await runner.run({ stage: STAGE, name: 'end of the recording', budgetMs: 2 * limits.closeMs + 3_000, needs: 'nobody' }, async (scope) => {
    await tab.recording.close({ timeoutMs: limits.closeMs });
    const { exchanges, bytes } = tab.recording.counts();
    scope.note(`${exchanges} exchanges, ${bytes} bytes`);
  });
  for (const limit of tab.recording.limitsHit) {
    runner.addReason(limit, limit === 'byte-limit' ? 'more bytes came than are kept' : 'more exchanges happened than are kept');
  }
}

/**
 * The page gives an answer up when it becomes a download, and the browser goes on with it: what was recorded of it is whole when it is as long as the
 * file that the browser calls complete.
 */
export function withWholeDownloads(exchanges: readonly RecordedExchange[], files: readonly DownloadedFile[]): readonly RecordedExchange[] {
  const whole = new Map(files.filter(({ complete }) => complete).map((file) => [requestedAddress(file.url), file.sizeBytes]));
  return exchanges.map((exchange) => {
    const { problem, ...rest } = exchange;
    const isWhole =
      problem?.truncatedBy === 'disconnect' && whole.get(requestedAddress(rest.request.url)) === rest.response?.body?.sizeBytes;
    return isWhole && rest.response?.body !== undefined ? rest : exchange;
  });
}

/** Files that the page or the address sent for download. */
export async function keepDownloads(
  { staging, warnings }: Pick<CaptureContext, 'warnings'> & { readonly staging: Staging },
  files: readonly DownloadedFile[],
): Promise<void> {
  for (const [index, file] of files.entries()) {
    if (!file.complete)
      warnings.push({ code: 'download-incomplete', detail: `${file.sizeBytes} bytes of ${boundAddress(file.url)} were kept` });
    if (file.sizeBytes === 0) continue;
    const media = sniffMedia(await readHead(file));
    const name = `download-${String(index + 1).padStart(3, '0')}.${media?.extension ?? 'bin'}`;
    await staging.write({ role: 'download', name, mediaType: media?.mediaType ?? 'application/octet-stream' }, readFileBytes(file.path));
  }
}

/** File names for the document by what the browser took it for. */
const SERVED_EXTENSIONS: Readonly<Record<string, string>> = {
  'text/html': 'html',
  'application/xhtml+xml': 'xhtml',
  'text/plain': 'txt',
  'text/xml': 'xml',
  'application/xml': 'xml',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'image/svg+xml': 'svg',
};

async function keepServed(staging: Staging, served: RecordedExchange | undefined): Promise<void> {
  const response = served?.response;
  if (response?.body === undefined) return;
  const { body, mimeType } = response;
  const isPlain = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/.test(mimeType);
  const extension =
    SERVED_EXTENSIONS[mimeType] ?? (mimeType.startsWith('image/') ? (sniffMedia(await readHead(body))?.extension ?? 'bin') : 'bin');
  const spec = { role: 'html-served' as const, name: `served.${extension}`, mediaType: isPlain ? mimeType : 'application/octet-stream' };
  await staging.write(spec, readFileBytes(body.path));
}

/** How the archive names the page it opens with. */
function archivedPageOf({ document, found }: CaptureContext): ArchivedPage {
  const { documentUrl: url, shownUrl, startedAt } = document;
  const { asSeen } = found;
  return {
    url,
    startedAt,
    ...(shownUrl === url ? {} : { shownUrl }),
    ...(asSeen?.facts.title === undefined ? {} : { title: asSeen.facts.title }),
    ...(asSeen === undefined ? {} : { text: asSeen.text }),
  };
}
