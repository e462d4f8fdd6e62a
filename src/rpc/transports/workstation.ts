import { z } from 'zod';
import { PugmarkError } from '../../core/errors.ts';
import type { RpcClient, UploadOptions } from '../client-port.ts';
import type { WindowShell } from '../client.ts';
import { errorSchema, idSchema } from '../contract/define.ts';
import { parseJson } from '../messages.ts';
import { FRAME_SHOWN, parsePictureFrame, pictureSocketPath } from '../picture-frame.ts';
import { portOfWebSocket } from './web-socket.ts';

/** The server closes a picture socket with this code when there is no such tab: it is not asked again. */
export const CLOSE_TAB_UNKNOWN = 4404;
export const RPC_SOCKET_PATH = '/rpc';
export const SESSION_PATH = '/session';
export const UPLOAD_PATH = '/upload';
export const UPLOAD_TYPE = 'application/octet-stream';

/** What `PUT /upload` answers when it took the file, and when it did not. */
export const uploadAnswerSchema = z.strictObject({ upload: idSchema });
const uploadErrorSchema = z.strictObject({ error: errorSchema });

const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 4_000;

/** The window's side of the workstation shell, in a browser. `origin`: of the page, e.g. `http://127.0.0.1:40123`. */
export function createWorkstationShell(origin: string): WindowShell {
  const socketOrigin = origin.replace(/^http/, 'ws');

  async function connect(): ReturnType<WindowShell['connect']> {
    const socket = new WebSocket(`${socketOrigin}${RPC_SOCKET_PATH}`);
    if (await isOpened(socket)) return portOfWebSocket(socket);
    // A browser does not tell why a WebSocket was refused: an ordinary request does.
    const { status } = await fetch(`${origin}${SESSION_PATH}`, { cache: 'no-store' });
    if (status === 401) return 'ended';
    throw new PugmarkError('engine-lost', 'The engine cannot be reached');
  }

  return {
    connect,
    resolveAddress: (address) => address,
    upload: (file, options) => uploadFile(`${origin}${UPLOAD_PATH}`, file, options),
    watchPicture: (tab, listener) => watchPicture(`${socketOrigin}${pictureSocketPath(tab)}`, listener),
  };
}

function isOpened(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('close', () => resolve(false));
  });
}

/** XMLHttpRequest, because `fetch` tells no progress of what is sent. */
function uploadFile(address: string, file: Blob, { signal, onProgress }: UploadOptions = {}): Promise<{ readonly upload: string }> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) return reject(new PugmarkError('cancelled', 'Cancelled'));
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal?.addEventListener('abort', abort);
    const fail = (error: PugmarkError): void => {
      signal?.removeEventListener('abort', abort);
      reject(error);
    };
    request.upload.addEventListener('progress', ({ loaded }) => onProgress?.(loaded));
    request.addEventListener('abort', () => fail(new PugmarkError('cancelled', 'Cancelled')));
    request.addEventListener('error', () => fail(new PugmarkError('engine-lost', 'The connection ended before the file was handed over')));
    request.addEventListener('load', () => {
      const answer = parseJson(request.responseText);
      const taken = uploadAnswerSchema.safeParse(answer);
      const refused = uploadErrorSchema.safeParse(answer);
      if (!taken.success) {
        const why = refused.success ? `${refused.data.error.code}: ${refused.data.error.message}` : `status ${request.status}`;
        return fail(new PugmarkError(request.status === 507 ? 'disk-full' : 'input-unreadable', `The file was not taken (${why})`));
      }
      signal?.removeEventListener('abort', abort);
      resolve(taken.data);
    });
    request.open('PUT', address);
    request.setRequestHeader('content-type', UPLOAD_TYPE);
    request.send(file);
  });
}

function watchPicture(address: string, listener: Parameters<RpcClient['watchPicture']>[1]): () => void {
  let socket: WebSocket;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let retryMs = FIRST_RETRY_MS;
  const open = (): void => {
    const current = new WebSocket(address);
    socket = current;
    current.binaryType = 'arraybuffer';
    current.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
    });
    current.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!(data instanceof ArrayBuffer) || ended) return;
      // A frame that cannot be shown is no reason to stop: the next one may be.
      const shown = listener(parsePictureFrame(new Uint8Array(data))).catch(() => undefined);
      void shown.then(() => current.readyState === WebSocket.OPEN && current.send(FRAME_SHOWN));
    });
    current.addEventListener('close', ({ code }) => {
      if (ended || code === CLOSE_TAB_UNKNOWN) return;
      timer = setTimeout(open, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    });
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket.close();
  };
}
