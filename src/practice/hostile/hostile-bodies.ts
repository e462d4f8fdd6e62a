import { markup } from '../server/markup.ts';
import { documentReply, redirectReply, textReply, type Reply } from '../server/reply.ts';
import { hostileDocument, hostilePage, numberOf, type HostileAnswer } from './hostile.ts';

const MAX_HUGE_BYTES = 8 * 1024 ** 3;

/** Bytes before the closing tags of a document whose body has no end or a far one. */
function openDocument(title: string): string {
  return hostileDocument(title, {}).text.replace(/<\/body>\s*<\/html>\s*$/, '');
}

function streamed(stream: NonNullable<Reply['stream']>, headers: Reply['headers'] = []): Reply {
  return { status: 200, headers: [['content-type', 'text/html; charset=utf-8'], ['cache-control', 'no-store'], ...headers], stream };
}

/** Documents whose bytes, status or address are the trouble. */
export const HOSTILE_BODIES = {
  /** A paragraph every `?every=` ms (20), for ever. */
  'endless-body': (request) =>
    streamed(async (out) => {
      const everyMs = numberOf(request, 'every', 20, 60_000);
      await out.write(openDocument('A page without an end'));
      for (let i = 0; await out.write(`<p>Paragraph ${i}, and there is always another one.</p>\n`); i++) await out.pause(everyMs);
    }),
  /** `?bytes=` (64 MiB) of comment between two paragraphs. */
  'huge-body': (request) => {
    const bytes = numberOf(request, 'bytes', 64 * 1024 * 1024, MAX_HUGE_BYTES);
    const block = Buffer.alloc(256 * 1024, 'practice market, nothing to see here; ');
    const [before, after] = [`${openDocument('A huge page')}<!--`, '--><p id="end">The end.</p></body></html>'];
    return streamed(
      async (out) => {
        if (!(await out.write(before))) return;
        for (let left = bytes; left > 0; left -= block.length) {
          if (!(await out.write(block.subarray(0, Math.min(block.length, left))))) return;
        }
        await out.write(after);
      },
      [['content-length', String(Buffer.byteLength(before) + bytes + after.length)]],
    );
  },
  /** 200 and not a single byte: it carries the marker in its head only. */
  'empty-body': () => ({ status: 200, headers: [['content-type', 'text/html; charset=utf-8']], body: new Uint8Array(0) }),
  /** A head at once, then the document byte by byte over `?ms=` (3,000). */
  'slow-document': (request) =>
    streamed(async (out) => {
      const bytes = Buffer.from(hostileDocument('A slow page', {}).text);
      const pauseMs = numberOf(request, 'ms', 3000, 600_000) / 40;
      for (let i = 0; i < 40; i++) {
        const [from, to] = [Math.floor((bytes.length * i) / 40), Math.floor((bytes.length * (i + 1)) / 40)];
        if (!(await out.write(bytes.subarray(from, to)))) return;
        await out.pause(pauseMs);
      }
    }),
  /** No answer for `?ms=` (600,000), then a page. */
  'late-document': (request) => ({ ...hostilePage('A late page'), delayMs: numberOf(request, 'ms', 600_000, 3_600_000) }),
  /** The connection is reset before a status line. */
  'reset-document': () => ({ ...hostilePage('Never seen'), fault: { kind: 'reset' } }),
  /** The connection ends in the middle of the document. */
  'cut-document': () => {
    const reply = hostilePage('A page that was cut', { body: Array.from({ length: 200 }, (_, i) => markup`<p>Line ${i}</p>`) });
    return { ...reply, fault: { kind: 'cut', afterBytes: Math.floor((reply.body?.length ?? 0) / 2) } };
  },
  /** A file instead of a page. Its name tries to leave the folder and to look like a picture. */
  download: (request) => {
    const name = request.query.get('name') ?? '../../..\\..\\tmp/ivory\u202egpj.exe';
    const plain = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\]/g, '\\$&');
    return {
      status: 200,
      headers: [
        ['content-type', 'application/octet-stream'],
        ['content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`],
      ],
      body: Buffer.from('A harmless file of the practice market.\n'),
    };
  },
  /** A page that sends three downloads by itself. */
  'download-loop': () =>
    hostilePage('Downloads without asking', {
      script: `let n=0;setInterval(()=>{const a=document.createElement('a');a.href='/hostile/download?name=gift-'+(n++)+'.exe';a.download='gift.exe';document.body.append(a);a.click();},200);`,
    }),
  'redirect-loop': (request) => redirectReply(302, `/hostile/redirect-loop?n=${numberOf(request, 'n', 0, 1e9) + 1}`),
  'not-found': () => hostilePage('404: no such ad', { body: markup`<p>But there is a document that says so.</p>` }, 404),
  'server-error': () => hostilePage('500: something broke', { body: markup`<p>But there is a document that says so.</p>` }, 500),
  'no-content': () => ({ status: 204 }),
  /** Asks for a name and a password in the browser's own dialog. */
  'basic-auth': (request) =>
    request.headers.authorization === undefined
      ? {
          ...hostilePage('Who are you?', {}, 401),
          headers: [
            ['content-type', 'text/html; charset=utf-8'],
            ['www-authenticate', 'Basic realm="practice market"'],
          ],
        }
      : hostilePage('You said who you are'),
  /** Text that is called a picture. */
  'wrong-type': () => ({ ...textReply('image/png', '<!doctype html><title>Not a picture</title>') }),
  /** Looks like a document and is served as plain text. */
  'plain-text': () => textReply('text/plain', '<script>alert("not run")</script>\nThe true text of this page.\n'),
  /** Names and values in the head that are hard to write down. */
  'odd-headers': () =>
    documentReply(hostileDocument('Odd headers', {}), {
      headers: [
        ['set-cookie', 'a=1; Path=/hostile'],
        ['set-cookie', 'b="quoted, with comma"; Path=/hostile'],
        ['x-empty', ''],
        ['x-latin1', 'caf\u00e9 \u00a3'],
        ['x-long', 'x'.repeat(6000)],
        ['x-twice', 'one'],
        ['x-twice', 'two'],
      ],
    }),
} as const satisfies Readonly<Record<string, HostileAnswer>>;
