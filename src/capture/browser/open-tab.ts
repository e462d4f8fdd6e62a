import { join } from 'node:path';
import type { CDPSession, Page, Protocol } from 'puppeteer-core';
import type { Clock } from '../../core/clock.ts';
import type { Hashing } from '../../core/digest/digest.ts';
import { PugmarkError } from '../../core/errors.ts';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { Recording } from '../recorder/recording.ts';
import { startRecording } from '../recorder/start-recording.ts';
import { pause, reasonOf, withDeadline } from './deadline.ts';
import { IncidentLog } from './incident-log.ts';
import type { OpenedPage, RecordedBrowser, Viewport } from './recorded-browser.ts';
import type { CaptureTab, DownloadedFile, SteeredPage, TabIncident, TabLoss } from './tab.ts';
import type { TabAttendant } from './tab-attendant.ts';
import { TabDownloads, type NextDownload } from './tab-downloads.ts';
import { watchFrameSessions } from './tab-sessions.ts';

export interface OpenTabOptions {
  readonly clock: Clock;
  readonly limits: CaptureLimits;
  /** A folder of this tab alone, existing; bodies and downloads lie in it. */
  readonly folder: string;
  /** CSS pixels. Default 1280 x 900. Ignored where a person sees and sizes the window. */
  readonly viewport?: Viewport;
  readonly hashing: Hashing;
  /** A person who browses in this tab. Absent: nobody, and whatever the page asks is refused. */
  readonly attendant?: TabAttendant;
}

/** A tab as its own folder sees it: what `openAddress` has to tell it. */
export interface ContainedTab<P extends SteeredPage = Page> extends CaptureTab {
  readonly page: P;
  /** Where the browser tells it. */
  readonly targetId: string | undefined;
  /** While a navigation is ours, leaving a page is no incident and is not refused. Returns the end of it. */
  beginNavigation(): () => void;
  /** The next download of this tab. */
  nextDownload(): NextDownload;
  /** What the document shown now tries, also once it is left. */
  incidentsOfDocument(): () => readonly TabIncident[];
  /** Files of this tab stay where they are until what is returned is called, also when another document is shown. */
  useDownloads(): () => void;
  /** Closes the page as if it had been closed by hand; whoever waits for it hears of its loss. */
  leave(): Promise<void>;
  /** Ends downloads under way, keeping what has come. */
  cutDownloads(): Promise<void>;
}

const LOSS_MESSAGES: Readonly<Record<TabLoss, string>> = {
  'page-closed': 'The page was closed',
  'renderer-crashed': 'The page crashed',
  'browser-lost': 'The browser has gone',
};

const SET_UP_MS = 10_000;
const CLOSE_MS = 3_000;
const ANNOUNCED_WITHIN_MS = 500;

/**
 * Opens a blank tab, contains it and starts its recording; nothing has been requested when this resolves.
 * Throws `browser-lost`, `browser-launch-failed`.
 */
export async function openTab(browser: RecordedBrowser, options: OpenTabOptions): Promise<ContainedTab> {
  return containPage(browser, await browser.openPage(), options);
}

/** The same with a page that is there already: blank, or held before its first request; such a one runs when this resolves. Throws as `openTab`. */
export async function containPage<P extends SteeredPage>(
  browser: RecordedBrowser,
  opened: OpenedPage<P>,
  options: OpenTabOptions,
): Promise<ContainedTab<P>> {
  const tab = new Tab(browser, opened, options);
  try {
    await withDeadline(tab.setUp(), { ms: SET_UP_MS, signal: browser.lost, what: 'set up a tab' });
    return tab;
  } catch (error) {
    await tab.close();
    throw error instanceof PugmarkError ? error : new PugmarkError('browser-launch-failed', 'A tab could not be set up', { cause: error });
  }
}

class Tab<P extends SteeredPage> implements ContainedTab<P> {
  readonly page: P;
  readonly browser: CaptureTab['browser'];
  readonly lost: AbortSignal;
  readonly #opened: OpenedPage<P>;
  readonly #owner: RecordedBrowser;
  readonly #options: OpenTabOptions;
  readonly #lost = new AbortController();
  #incidents: IncidentLog;
  readonly #downloads: TabDownloads;
  readonly #frames = new Set<string>();
  #loss: TabLoss | undefined;
  #cdp: CDPSession | undefined;
  #guard: CDPSession | undefined;
  #recording: Recording | undefined;
  #navigations = 0;
  #locked = false;
  /** Windows announced by the page (`Page.windowOpen`) whose closing has not been told yet. */
  #announcedWindows = 0;
  #closing: Promise<void> | undefined;

  constructor(owner: RecordedBrowser, opened: OpenedPage<P>, options: OpenTabOptions) {
    this.#owner = owner;
    this.#opened = opened;
    this.#options = options;
    this.page = opened.page;
    this.browser = owner.facts;
    this.lost = this.#lost.signal;
    this.#incidents = new IncidentLog(options.clock, options.limits);
    const downloadFolder = join(options.folder, 'downloads');
    this.#downloads = new TabDownloads(
      opened.shell,
      { add: (code, detail) => this.#incidents.add(code, detail) },
      downloadFolder,
      options.limits,
    );
  }

  get targetId(): string | undefined {
    return this.#opened.targetId;
  }
  get cdp(): CDPSession {
    return set(this.#cdp);
  }
  get recording(): Recording {
    return set(this.#recording);
  }
  get incidents(): CaptureTab['incidents'] {
    return this.#incidents.list();
  }
  get downloads(): readonly DownloadedFile[] {
    return this.#downloads.files;
  }
  lossReason(): TabLoss | undefined {
    return this.#loss;
  }

  async setUp(): Promise<void> {
    const { page, shell } = this.#opened;
    this.#watchForLoss();
    shell.onPopup(({ url }) => void this.#popupClosed(url));
    shell.onPermission(({ permission }) => this.#incidents.add('permission', `${permission}: refused`));
    shell.onDownload(
      (news) => this.#downloads.hear(news),
      (frameId) => this.#frames.has(frameId),
    );
    const { targetId, session: heldBy, release } = this.#opened;
    const held = release === undefined || targetId === undefined ? undefined : { release, mainFrameId: targetId };
    const cdp = heldBy ?? (await page.createCDPSession());
    this.#cdp = cdp;
    const { folder, limits, clock, hashing } = this.#options;
    const recorded = startRecording({
      page,
      cdp,
      spoolFolder: join(folder, 'bodies'),
      limits,
      clock,
      hashing,
      proxied: this.#owner.proxied,
      ...(held === undefined ? {} : { mainFrameId: held.mainFrameId }),
    });
    const sized = Promise.all([cdp.send('Page.enable'), this.#setViewport()]);
    for (const one of [recorded, sized]) one.catch(() => undefined);
    const guard = await page.createCDPSession();
    this.#guard = guard;
    const contained = Promise.all([watchFrameSessions(guard, (session, isRoot) => this.#contain(session, isRoot)), sized]);
    // All of that has been sent, and nothing of it is answered before the page runs.
    const [recording] = await Promise.all([recorded, contained, held?.release()]);
    this.#recording = recording;
  }

  beginNavigation(): () => void {
    this.#navigations += 1;
    let ended = false;
    return () => {
      if (!ended) this.#navigations -= 1;
      ended = true;
    };
  }

  nextDownload(): NextDownload {
    return this.#downloads.next();
  }

  incidentsOfDocument(): () => readonly TabIncident[] {
    const log = this.#incidents;
    return () => log.list();
  }

  useDownloads(): () => void {
    return this.#downloads.use();
  }

  async leave(): Promise<void> {
    this.#lose('page-closed');
    await withDeadline(this.#opened.shell.close(), { ms: CLOSE_MS, signal: this.#owner.lost, what: 'close the page' }).catch(
      () => undefined,
    );
  }

  cutDownloads(): Promise<void> {
    return this.#downloads.cutAll();
  }

  async lockInput(locked: boolean): Promise<void> {
    this.#locked = locked;
    try {
      await withDeadline(set(this.#guard).send('Input.setIgnoreInputEvents', { ignore: locked }), {
        ms: 1_000,
        signal: this.lost,
        what: 'lock the input',
      });
    } catch (error) {
      if (error instanceof PugmarkError) throw error;
      // A browser without this command: nobody's hands are on a headless one, and a shell locks its own view.
      return;
    }
  }

  close(): Promise<void> {
    return (this.#closing ??= this.#end());
  }

  async #end(): Promise<void> {
    await withDeadline(this.#downloads.cutAll(), { ms: CLOSE_MS, what: 'end the downloads' }).catch(() => undefined);
    await this.#recording?.close({ timeoutMs: this.#loss === undefined ? this.#options.limits.closeMs : 0 });
    await withDeadline(this.#opened.shell.close(), { ms: CLOSE_MS, signal: this.#owner.lost, what: 'close the page' }).catch(
      () => undefined,
    );
  }

  #watchForLoss(): void {
    const owner = this.#owner.lost;
    const loseWithOwner = (): void => {
      const { code, message } = reasonOf(owner);
      this.#lose(code === 'page-closed' || code === 'renderer-crashed' ? code : 'browser-lost', message);
    };
    if (owner.aborted) loseWithOwner();
    owner.addEventListener('abort', loseWithOwner, { once: true });
    // When the browser goes, its pages are told first.
    this.page.once('close', () => void pause(50, owner).then(() => this.#lose('page-closed')));
  }

  #lose(reason: TabLoss, message = LOSS_MESSAGES[reason]): void {
    if (this.#loss !== undefined || this.#closing !== undefined) return;
    if (reason === 'page-closed') this.#incidents.add('close-attempt', 'The page closed itself, or was closed by hand');
    this.#loss = reason;
    this.#lost.abort(new PugmarkError(reason, message));
  }

  async #contain(session: CDPSession, isRoot: boolean): Promise<void> {
    const knows = ({ frameId }: { readonly frameId: string }): void => void this.#frames.add(frameId);
    session.on('Page.frameAttached', knows);
    session.on('Page.frameNavigated', ({ frame }) => {
      this.#frames.add(frame.id);
      if (isRoot && frame.parentId === undefined) this.#mainFrameNavigated(frame);
    });
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      // 'swap': the frame lives on in another process.
      if (reason === 'remove') this.#frames.delete(frameId);
    });
    const { attendant } = this.#options;
    session.on('Page.windowOpen', ({ url }) => {
      // Where a person browses, windows are opened; those that are not are told by the shell.
      if (attendant !== undefined) return;
      this.#announcedWindows += 1;
      this.#incidents.add('popup', url === '' ? 'a window without address' : url);
    });
    session.on('Page.fileChooserOpened', ({ mode, backendNodeId }) => {
      const isAsked =
        !this.#locked &&
        backendNodeId !== undefined &&
        attendant?.askFiles({ session, backendNodeId, multiple: mode === 'selectMultiple' });
      if (isAsked !== true) this.#incidents.add('file-chooser', mode);
    });
    if (isRoot) {
      session.on('Page.javascriptDialogOpening', (dialog) => this.#answer(session, dialog));
      session.on('Page.javascriptDialogClosed', () => attendant?.dialogClosed());
      session.on('Inspector.targetCrashed', () => this.#lose('renderer-crashed'));
    }
    const [, tree] = await Promise.all([
      session.send('Page.enable'),
      session.send('Page.getFrameTree'),
      session.send('Page.setInterceptFileChooserDialog', { enabled: true, cancel: attendant === undefined }),
      ...(isRoot ? [session.send('Inspector.enable')] : []),
    ]);
    for (const id of frameIds(tree.frameTree)) this.#frames.add(id);
  }

  /** A dialog stops the page and every answer of it; `prompt` and `confirm` are answered as by Escape. */
  #answer(session: CDPSession, dialog: Protocol.Page.JavascriptDialogOpeningEvent): void {
    const { type, message, url } = dialog;
    const answer = async (accept: boolean, promptText?: string): Promise<void> => {
      const params = { accept, ...(promptText === undefined ? {} : { promptText }) };
      await session.send('Page.handleJavaScriptDialog', params).catch(() => undefined);
    };
    if (!this.#locked && this.#options.attendant?.askDialog(dialog, answer) === true) return;
    const leave = type === 'beforeunload' && this.#navigations > 0;
    void answer(leave);
    if (type === 'beforeunload') this.#incidents.add('beforeunload', `${leave ? 'left all the same' : 'stayed'}: ${url}`);
    else this.#incidents.add('dialog', `${type}: ${message}`);
  }

  /** Told by the shell once the window is gone; mostly the page's own session announces it with its address, before or after. */
  async #popupClosed(url: string | undefined): Promise<void> {
    if (this.#options.attendant !== undefined) return void this.#incidents.add('popup', url ?? 'a window without address');
    if (this.#announcedWindows === 0) await pause(ANNOUNCED_WITHIN_MS, this.lost);
    if (this.#announcedWindows > 0) this.#announcedWindows -= 1;
    else this.#incidents.add('popup', url ?? 'a window without address');
  }

  #mainFrameNavigated(frame: Protocol.Page.Frame): void {
    if (this.#locked && this.#navigations === 0) this.#incidents.add('navigated-away', frame.unreachableUrl ?? frame.url);
    if (this.#options.attendant === undefined) return;
    // Somebody goes from page to page here: what one page tried is not the next one's doing.
    this.#incidents = new IncidentLog(this.#options.clock, this.#options.limits);
    this.#downloads.beginDocument();
    this.#options.attendant.documentShown();
  }

  async #setViewport(): Promise<void> {
    const { attendant, viewport = { widthPx: 1280, heightPx: 900 } } = this.#options;
    const { shell } = this.#opened;
    if (shell.setViewport !== undefined) return shell.setViewport(viewport);
    // Where a person sees a picture of the page, the window is nobody's; and a page behind another one goes on drawing.
    if (attendant !== undefined) void this.cdp.send('Emulation.setFocusEmulationEnabled', { enabled: true }).catch(() => undefined);
    else if (!this.browser.headless) return;
    await this.cdp.send('Emulation.setDeviceMetricsOverride', {
      width: viewport.widthPx,
      height: viewport.heightPx,
      // 0: the machine's own scale.
      deviceScaleFactor: viewport.scale ?? 0,
      mobile: false,
    });
  }
}

function frameIds(tree: Protocol.Page.FrameTree): string[] {
  return [tree.frame.id, ...(tree.childFrames ?? []).flatMap(frameIds)];
}

function set<T>(value: T | undefined): T {
  if (value === undefined) throw new PugmarkError('browser-launch-failed', 'The tab is not set up');
  return value;
}
