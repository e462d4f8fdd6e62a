import { join } from 'node:path';
import type { CDPSession } from 'puppeteer-core';
import type { DownloadNews } from './recorded-browser.ts';

interface Receiver {
  readonly listener: (news: DownloadNews) => void;
  readonly ownsFrame: (frameId: string) => boolean;
}

/**
 * Downloads of one Chromium over a pipe. Chromium tells of all of them in one place; here they find their tab.
 * A file gets a random name of Chromium's in our own folder (`allowAndName`), so a hostile name is never used on disk.
 */
export class PipeDownloads {
  readonly #session: CDPSession;
  readonly #folder: string;
  readonly #receivers = new Set<Receiver>();
  readonly #owners = new Map<string, Receiver>();

  private constructor(session: CDPSession, folder: string) {
    this.#session = session;
    this.#folder = folder;
    session.on('Browser.downloadWillBegin', ({ frameId, guid, url, suggestedFilename }) => {
      const receiver = [...this.#receivers].find(({ ownsFrame }) => ownsFrame(frameId));
      if (receiver === undefined) {
        void this.cancel(guid);
        return;
      }
      this.#owners.set(guid, receiver);
      receiver.listener({
        kind: 'begun',
        id: guid,
        url,
        suggestedName: suggestedFilename,
        partialPath: join(folder, `${guid}.crdownload`),
      });
    });
    session.on('Browser.downloadProgress', ({ guid, receivedBytes, state }) => {
      const receiver = this.#owners.get(guid);
      if (receiver === undefined) return;
      if (state === 'inProgress') {
        receiver.listener({ kind: 'progress', id: guid, receivedBytes });
        return;
      }
      this.#owners.delete(guid);
      receiver.listener(
        state === 'completed'
          ? { kind: 'ended', id: guid, complete: true, path: join(this.#folder, guid) }
          : { kind: 'ended', id: guid, complete: false },
      );
    });
  }

  /** `session`: one of our own on the browser target; `folder` exists and is ours alone. */
  static async watch(session: CDPSession, folder: string): Promise<PipeDownloads> {
    const downloads = new PipeDownloads(session, folder);
    await downloads.watchContext(undefined);
    return downloads;
  }

  /** Downloads of another browser context of the same Chromium; undefined: of its default one. */
  async watchContext(browserContextId: string | undefined): Promise<void> {
    await this.#session.send('Browser.setDownloadBehavior', {
      behavior: 'allowAndName',
      downloadPath: this.#folder,
      eventsEnabled: true,
      ...(browserContextId === undefined ? {} : { browserContextId }),
    });
  }

  /** Returns what ends the watching. */
  receive(listener: Receiver['listener'], ownsFrame: Receiver['ownsFrame']): () => void {
    const receiver = { listener, ownsFrame };
    this.#receivers.add(receiver);
    return () => {
      this.#receivers.delete(receiver);
      for (const [guid, owner] of this.#owners) {
        if (owner !== receiver) continue;
        this.#owners.delete(guid);
        void this.cancel(guid);
      }
    };
  }

  /** Ends a download; its partial file goes. Never throws: one that is over cannot be cancelled. */
  async cancel(guid: string): Promise<void> {
    await this.#session.send('Browser.cancelDownload', { guid }).catch(() => undefined);
  }
}
