import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaptureLimits } from '../../core/model/limits.ts';
import type { IncidentLog } from './incident-log.ts';
import type { DownloadNews, TabShell } from './recorded-browser.ts';
import type { DownloadedFile } from './tab.ts';

interface UnderWay {
  readonly url: string;
  readonly suggestedName: string;
  readonly partialPath: string;
  receivedBytes: number;
  cutting: boolean;
  readonly ended: PromiseWithResolvers<DownloadedFile | undefined>;
}

export interface NextDownload {
  readonly file: Promise<DownloadedFile | undefined>;
  readonly forget: () => void;
}

/** Files that one tab was given: kept under names of ours, counted, cut at the size limit, never opened. */
export class TabDownloads {
  readonly #shell: Pick<TabShell, 'cancelDownload'>;
  readonly #incidents: Pick<IncidentLog, 'add'>;
  readonly #folder: string;
  readonly #limits: Pick<CaptureLimits, 'bodyBytes' | 'downloads'>;
  readonly #underWay = new Map<string, UnderWay>();
  #files: DownloadedFile[] = [];
  readonly #waiting = new Set<(file: Promise<DownloadedFile | undefined>) => void>();
  #begun = 0;
  #uses = 0;

  constructor(
    shell: Pick<TabShell, 'cancelDownload'>,
    incidents: Pick<IncidentLog, 'add'>,
    folder: string,
    limits: Pick<CaptureLimits, 'bodyBytes' | 'downloads'>,
  ) {
    this.#shell = shell;
    this.#incidents = incidents;
    this.#folder = folder;
    this.#limits = limits;
  }

  /** Files that came to an end, also those that were cut. */
  get files(): readonly DownloadedFile[] {
    return this.#files;
  }

  /** The next download that begins: its file once it has ended, undefined when nothing of it was kept. */
  next(): NextDownload {
    const { promise: file, resolve } = Promise.withResolvers<DownloadedFile | undefined>();
    this.#waiting.add(resolve);
    return { file, forget: () => void this.#waiting.delete(resolve) };
  }

  hear(news: DownloadNews): void {
    if (news.kind === 'begun') return this.#begin(news);
    const download = this.#underWay.get(news.id);
    if (download === undefined) return;
    if (news.kind === 'progress') {
      download.receivedBytes = news.receivedBytes;
      if (news.receivedBytes > this.#limits.bodyBytes) void this.#cut(news.id, download);
      return;
    }
    if (news.complete) void this.#keep(news.id, download, news.path);
    // A download that we cut is kept by the one who cuts it.
    else if (!download.cutting) this.#end(news.id, download, undefined);
  }

  /** Another document is shown: what it is given is its own, and counted from the start. Files of the one before go, as soon as nobody uses them. */
  beginDocument(): void {
    this.#begun = 0;
    const old = this.#files;
    this.#files = [];
    if (this.#uses === 0) for (const { path } of old) void rm(path, { force: true }).catch(() => undefined);
  }

  /** Files stay where they are until the end of this use. Returns what ends it. */
  use(): () => void {
    this.#uses += 1;
    return () => void (this.#uses -= 1);
  }

  /** Ends what is still under way, keeping what has come so far. */
  async cutAll(): Promise<void> {
    await Promise.all([...this.#underWay].map(([id, download]) => this.#cut(id, download)));
  }

  #begin({ id, url, suggestedName, partialPath }: Extract<DownloadNews, { kind: 'begun' }>): void {
    this.#begun += 1;
    this.#incidents.add('download', `${JSON.stringify(suggestedName)} from ${url}`);
    if (this.#begun > this.#limits.downloads) return void this.#shell.cancelDownload(id);
    const download = {
      url,
      suggestedName,
      partialPath,
      receivedBytes: 0,
      cutting: false,
      ended: Promise.withResolvers<DownloadedFile | undefined>(),
    };
    this.#underWay.set(id, download);
    for (const resolve of this.#waiting) resolve(download.ended.promise);
    this.#waiting.clear();
  }

  /** Copied before it is cancelled: a cancelled download takes its partial file with it. */
  async #cut(id: string, download: UnderWay): Promise<void> {
    if (download.cutting) return void (await download.ended.promise);
    download.cutting = true;
    // Nobody waits for this: a disk that refuses must end the download and not the process.
    const file = await this.#copyPartial(download).catch(() => undefined);
    await this.#shell.cancelDownload(id);
    this.#end(id, download, file);
  }

  async #copyPartial({ url, suggestedName, partialPath }: UnderWay): Promise<DownloadedFile | undefined> {
    const path = await this.#ownPath();
    try {
      await copyFile(partialPath, path);
      const { size: sizeBytes } = await stat(path);
      if (sizeBytes > 0) return { url, suggestedName, path, sizeBytes, complete: false };
    } catch {
      // Nothing is claimed of a file of which there may be a part.
    }
    await rm(path, { force: true });
    return undefined;
  }

  async #keep(id: string, download: UnderWay, from: string): Promise<void> {
    const { url, suggestedName } = download;
    try {
      const path = await this.#ownPath();
      await rename(from, path);
      this.#end(id, download, { url, suggestedName, path, sizeBytes: (await stat(path)).size, complete: true });
    } catch {
      // The browser said it was there, and it is not: nothing is claimed about it.
      this.#end(id, download, undefined);
    }
  }

  #end(id: string, download: UnderWay, file: DownloadedFile | undefined): void {
    if (!this.#underWay.delete(id)) return;
    if (file !== undefined) this.#files.push(file);
    download.ended.resolve(file);
  }

  #numbered = 0;
  async #ownPath(): Promise<string> {
    this.#numbered += 1;
    const name = `download-${this.#numbered}`;
    await mkdir(this.#folder, { recursive: true });
    return join(this.#folder, name);
  }
}
