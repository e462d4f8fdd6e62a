import { z } from 'zod';
import { PugmarkError } from '../core/errors.ts';
import type { EvidenceFiles } from './evidence-files.ts';

/** Evidence over a message port, for a shell whose window has no connection of its own to the engine: piece by piece, each asked for. */

export const evidenceRequestSchema = z.strictObject({
  address: z.string().max(8192),
  start: z.int().min(0).optional(),
  end: z.int().min(0).optional(),
});

const replySchema = z.union([
  z.strictObject({ found: z.literal(false) }),
  z.strictObject({ found: z.literal(true), mediaType: z.string(), sizeBytes: z.int().min(0) }),
  z.strictObject({ piece: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  z.strictObject({ end: z.literal(true) }),
  z.strictObject({ failure: z.string() }),
]);
type Reply = z.infer<typeof replySchema>;

/** A port whose messages are structured clones. */
export interface DataPort {
  postMessage(data: unknown): void;
  onMessage(listener: (data: unknown) => void): void;
  onClose(listener: () => void): void;
  start(): void;
  close(): void;
}

/** The engine's end: one request a port. Never throws. */
export async function serveEvidence(files: EvidenceFiles, port: DataPort, request: unknown): Promise<void> {
  const send = (reply: Reply): void => port.postMessage(reply);
  const asked = new Asked();
  port.onMessage(() => asked.more());
  port.onClose(() => asked.stop());
  port.start();
  try {
    const { address, start, end } = evidenceRequestSchema.parse(request);
    const file = await files.find(address);
    if (file === undefined) return send({ found: false });
    const { mediaType, sizeBytes } = file;
    send({ found: true, mediaType, sizeBytes });
    const range = start === undefined ? undefined : { start: Math.min(start, sizeBytes), end: Math.min(end ?? sizeBytes, sizeBytes) };
    for await (const piece of file.read(range)) {
      if (!(await asked.wait())) return;
      send({ piece });
    }
    if (await asked.wait()) send({ end: true });
  } catch (error) {
    send({ failure: error instanceof PugmarkError ? error.code : 'program-fault' });
  } finally {
    // What was posted is still delivered; the other end closes when it has read the end.
    await asked.untilStopped();
    port.close();
  }
}

/** Pieces that the other end is ready for. */
class Asked {
  #ready = 0;
  #stopped = false;
  #wake: (() => void) | undefined;
  readonly #over = Promise.withResolvers<void>();

  more(): void {
    this.#ready += 1;
    this.#wake?.();
  }

  stop(): void {
    this.#stopped = true;
    this.#over.resolve();
    this.#wake?.();
  }

  /** False when nobody listens any more. */
  async wait(): Promise<boolean> {
    while (this.#ready === 0 && !this.#stopped) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#ready -= 1;
    return !this.#stopped;
  }

  untilStopped(): Promise<void> {
    return this.#over.promise;
  }
}

export interface EvidenceBody {
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly body: ReadableStream<Uint8Array>;
}

/** The shell's end of `serveEvidence`. Undefined for an address that no call gave. The stream fails when bytes are missing or changed. */
export async function receiveEvidence(port: DataPort): Promise<EvidenceBody | undefined> {
  const head = Promise.withResolvers<Extract<Reply, { found: boolean }> | undefined>();
  let piece: PromiseWithResolvers<Reply> | undefined;
  let over = false;
  // Not every platform tells the end that closed a port of it.
  const lose = (): void => {
    over = true;
    head.resolve(undefined);
    piece?.resolve({ failure: 'engine-lost' });
  };
  const end = (): void => {
    port.close();
    lose();
  };
  port.onMessage((data) => {
    const reply = replySchema.safeParse(data);
    if (!reply.success) return end();
    if ('found' in reply.data) head.resolve(reply.data);
    else if (piece === undefined) head.resolve(undefined);
    else piece.resolve(reply.data);
  });
  port.onClose(lose);
  port.start();
  const found = await head.promise;
  if (found?.found !== true) {
    end();
    return undefined;
  }
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      if (over) return controller.error(new PugmarkError('engine-lost', 'The engine ended while a file was read'));
      piece = Promise.withResolvers<Reply>();
      port.postMessage('more');
      const reply = await piece.promise;
      if ('piece' in reply) return controller.enqueue(reply.piece);
      end();
      if ('end' in reply) controller.close();
      else controller.error(new PugmarkError('object-changed', 'The file could not be read to its end'));
    },
    cancel: end,
  });
  return { mediaType: found.mediaType, sizeBytes: found.sizeBytes, body };
}
