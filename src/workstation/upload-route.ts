import type { IncomingMessage, ServerResponse } from 'node:http';
import { isPugmarkError, PugmarkError } from '../core/errors.ts';
import type { Engine } from '../engine/engine.ts';
import { UPLOAD_TYPE } from '../rpc/transports/workstation.ts';
import type { RefusalLog } from './refusal-log.ts';
import { refuse, sendError, sendJson } from './replies.ts';

/** Hands a file of the person over to the engine while it arrives. Rejects when the window hung up. */
export async function receiveUpload(
  engine: Pick<Engine, 'receiveUpload'>,
  maxBytes: number,
  log: RefusalLog,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers['content-type'] !== UPLOAD_TYPE) return refuse(request, response, { status: 415, code: 'type-refused' }, log);
  const announced = Number(request.headers['content-length'] ?? 0);
  const tooLarge = { isSeen: announced > maxBytes };
  try {
    if (tooLarge.isSeen) throw tooLargeError(maxBytes);
    sendJson(response, 201, { upload: await engine.receiveUpload(bounded(request, maxBytes, tooLarge)) });
  } catch (error) {
    if (tooLarge.isSeen) {
      log.note('upload-too-large', { path: request.url, announced: request.headers['content-length'] });
      return sendError(response, 413, tooLargeError(maxBytes));
    }
    if (!isPugmarkError(error)) throw error;
    sendError(response, error.code === 'disk-full' ? 507 : 400, error);
  }
}

async function* bounded(request: AsyncIterable<Uint8Array>, maxBytes: number, tooLarge: { isSeen: boolean }): AsyncGenerator<Uint8Array> {
  let sizeBytes = 0;
  for await (const bytes of request) {
    sizeBytes += bytes.length;
    if (sizeBytes > maxBytes) {
      tooLarge.isSeen = true;
      throw tooLargeError(maxBytes);
    }
    yield bytes;
  }
}

function tooLargeError(maxBytes: number): PugmarkError {
  return new PugmarkError('input-unreadable', `A file of more than ${maxBytes} bytes is not taken here`, { details: { maxBytes } });
}
