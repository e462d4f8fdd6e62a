import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { PRACTICE_HEADER } from '../../core/model/practice.ts';
import type { OpenExchange } from './ledger.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const CLOSE = 0x88;

function textFrame(text: string): Uint8Array {
  const payload = Buffer.from(text);
  // Frames of the market are short: RFC 6455 section 5.2, lengths up to 125.
  return Buffer.concat([Uint8Array.of(0x81, Math.min(125, payload.length)), payload.subarray(0, 125)]);
}

/** Accepts a WebSocket (RFC 6455), sends `messages` one after the other every `everyMs`, and stays open until the other side closes. */
export function serveWebSocket(
  message: IncomingMessage,
  socket: Duplex,
  exchange: OpenExchange,
  options: { readonly messageAt: (i: number) => string; readonly everyMs: number },
): void {
  const key = message.headers['sec-websocket-key'];
  socket.on('error', () => socket.destroy());
  if (key === undefined) {
    exchange.status = 400;
    socket.end(`HTTP/1.1 400 Bad Request\r\n${PRACTICE_HEADER}: 1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
    exchange.finish();
    return;
  }
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64');
  exchange.status = 101;
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n${PRACTICE_HEADER}: 1\r\n\r\n`,
  );
  // The exchange is the handshake; what is said afterwards is no body.
  exchange.finish();
  let sent = 0;
  const say = () => socket.write(textFrame(options.messageAt(sent++)));
  say();
  const timer = setInterval(say, options.everyMs);
  socket.on('data', (frame: Uint8Array) => {
    if (frame[0] === CLOSE) socket.end(Uint8Array.of(CLOSE, 0));
  });
  socket.once('close', () => {
    clearInterval(timer);
  });
}
