import type { CDPSession, Protocol } from 'puppeteer-core';
import type { TabFrame } from '../../core/surface-ports.ts';
import { pause } from '../browser/deadline.ts';

type Listener = (frame: TabFrame) => Promise<void>;

/** Not more than about thirty frames a second: the browser draws the next one after ours is confirmed. One that came later waits for nothing. */
const FRAME_MS = 30;
const QUALITY = 80;

/** The live picture of a page, for those who watch. A frame is confirmed once they have had it: a slow line gets fewer, never a queue. */
export class Screencast {
  readonly #session: CDPSession;
  readonly #listeners = new Set<Listener>();
  #isOn = false;
  #last: TabFrame | undefined;
  #lastAtMs = 0;

  constructor(session: CDPSession) {
    this.#session = session;
    session.on('Page.screencastFrame', (event) => void this.#show(event));
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (!this.#isOn) this.#start();
    // Of a page at rest no frame comes: who joins later has the one that stands.
    else if (this.#last !== undefined) void listener(this.#last).catch(() => undefined);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  }

  #start(): void {
    this.#isOn = true;
    void this.#session.send('Page.startScreencast', { format: 'jpeg', quality: QUALITY, everyNthFrame: 1 }).catch(() => undefined);
  }

  #stop(): void {
    this.#isOn = false;
    this.#last = undefined;
    void this.#session.send('Page.stopScreencast').catch(() => undefined);
  }

  async #show({ data, metadata, sessionId }: Protocol.Page.ScreencastFrameEvent): Promise<void> {
    const jpeg = Buffer.from(data, 'base64');
    const size = readJpegSize(jpeg);
    if (size !== undefined && this.#isOn) {
      const frame = { jpeg, ...size, viewWidth: metadata.deviceWidth, viewHeight: metadata.deviceHeight };
      this.#last = frame;
      const nowMs = performance.now();
      const restMs = Math.max(0, FRAME_MS - (nowMs - this.#lastAtMs));
      this.#lastAtMs = nowMs + restMs;
      await Promise.all([...this.#listeners].map((listener) => listener(frame).catch(() => undefined)).concat(pause(restMs)));
    }
    await this.#session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  }
}

/** Width and height as the first frame header of a JPEG (ITU-T T.81, B.2.2) says. Undefined: not a JPEG. */
export function readJpegSize(jpeg: Uint8Array): { readonly widthPx: number; readonly heightPx: number } | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  for (let at = 2; at + 9 < jpeg.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { heightPx: view.getUint16(at + 5), widthPx: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}
