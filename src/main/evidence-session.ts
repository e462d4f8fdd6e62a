import type { Session } from 'electron';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ViewNews, ViewRequest } from '../rpc/native-views.ts';
import type { ElectronParts } from './electron-parts.ts';

export type BrowserRequest = Extract<ViewRequest, { do: 'open-browser' }>;

/** A case's own session: nothing is granted, nothing is run, nothing is kept on the disk. */
export interface EvidenceSession {
  readonly session: Session;
  cancelDownload(id: string): void;
  clear(): Promise<void>;
}

export interface SessionListener {
  readonly tell: (news: ViewNews) => void;
  /** The view that shows these contents; undefined for any other. */
  readonly viewOf: (contentsId: number | undefined) => string | undefined;
}

export async function makeEvidenceSession(
  parts: ElectronParts,
  request: BrowserRequest,
  listener: SessionListener,
): Promise<EvidenceSession> {
  // Without `persist:` a session lives in memory: no cookie and no cache of one case is met by another, or outlives the app.
  const session = parts.sessionOf(`evidence-${request.browser}`);
  refusePermissions(session, listener);
  session.setSpellCheckerEnabled(false);
  // The agent stays Chromium's own word for itself: an edited one is a lie, and trips walls against robots.
  if (request.language !== undefined) session.setUserAgent(session.getUserAgent(), request.language);
  if (request.acceptInvalidTls) session.setCertificateVerifyProc((_, accept) => accept(0));
  if (request.onlyHosts !== undefined) allowHosts(session, new Set(request.onlyHosts));
  await session.setProxy(
    request.proxy === undefined
      ? { mode: 'system' }
      : // `<-loopback>`: a page must not reach this machine past the proxy either.
        { mode: 'fixed_servers', proxyRules: request.proxy, proxyBypassRules: '<-loopback>' },
  );
  const downloads = keepDownloads(session, request.downloadFolder, listener);
  return {
    session,
    cancelDownload: (id) => downloads.get(id)?.(),
    clear: async () => {
      await session.clearStorageData();
      await session.clearCache();
    },
  };
}

function refusePermissions(session: Session, { tell, viewOf }: SessionListener): void {
  session.setPermissionCheckHandler(() => false);
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(false);
    const view = viewOf(contents.id);
    if (view !== undefined) tell({ news: 'permission-refused', view, permission });
  });
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_, answer) => answer({}));
}

/** In practice nothing but the practice market exists. */
function allowHosts(session: Session, hosts: ReadonlySet<string>): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol, hostname } = new URL(details.url);
    const isNetwork = ['http:', 'https:', 'ws:', 'wss:', 'ftp:'].includes(protocol);
    answer({ cancel: isNetwork && !hosts.has(hostname) });
  });
}

/** A download is kept under a name of ours, as an artifact; it is never opened, and no dialog asks where it goes. */
function keepDownloads(session: Session, folder: string, { tell, viewOf }: SessionListener): ReadonlyMap<string, () => void> {
  const underWay = new Map<string, () => void>();
  session.on('will-download', (event, item, contents) => {
    const view = viewOf(contents?.id);
    if (view === undefined) return event.preventDefault();
    const download = randomUUID();
    const path = join(folder, download);
    item.setSavePath(path);
    underWay.set(download, () => item.cancel());
    tell({ news: 'download-begun', view, download, url: item.getURL(), suggestedName: item.getFilename(), path });
    item.on('updated', () => tell({ news: 'download-progress', view, download, receivedBytes: item.getReceivedBytes() }));
    item.once('done', (_, state) => {
      underWay.delete(download);
      tell({ news: 'download-ended', view, download, complete: state === 'completed', path });
    });
  });
  return underWay;
}
