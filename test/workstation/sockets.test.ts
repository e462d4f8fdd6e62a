import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { TabFrame } from '../../src/core/surface-ports.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { FRAME_SHOWN, parsePictureFrame, writePictureFrame } from '../../src/rpc/picture-frame.ts';
import { portOfWebSocket } from '../../src/rpc/transports/web-socket.ts';
import { CLOSE_TAB_UNKNOWN } from '../../src/rpc/transports/workstation.ts';
import { DEFAULT_SERVER_LIMITS, type ServerLimits } from '../../src/workstation/server.ts';
import { clientOver } from '../rpc/connected.ts';
import { eventually } from '../support/eventually.ts';
import { FAKE_STATION, fakeEngine } from '../support/fake-engine.ts';
import { running, type Running } from './running.ts';

const SMALL: ServerLimits = { rpc: { calls: 8, messageLength: 1000, backlog: 1e6 }, uploadBytes: 1000, sockets: 2, tokenTimeoutMs: 1000 };
const OCTETS = { 'content-type': 'application/octet-stream' };

async function opened(app: Running, path: string): Promise<WebSocket> {
  const socket = await app.socket(path);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

describe('the socket of calls', () => {
  it('serves a window, and tells it events', async () => {
    const app = await running(fakeEngine());
    const client = clientOver(async () => portOfWebSocket(await opened(app, '/rpc')));
    expect(await client.call('station.read', {})).toEqual(FAKE_STATION);
    const heard: unknown[] = [];
    client.on('tab.closed', (data) => heard.push(data));
    app.server.tell('tab.closed', { tab: 't-1' });
    await eventually(() => expect(heard).toEqual([{ tab: 't-1' }]));
  });

  it('is ended by a message that is too large, which is logged; another window goes on', async () => {
    const app = await running(fakeEngine(), SMALL);
    const client = clientOver(async () => portOfWebSocket(await opened(app, '/rpc')));
    const bad = await opened(app, '/rpc');
    bad.send('x'.repeat(SMALL.rpc.messageLength * 3 + 1));
    expect((await once(bad, 'close'))[0]).toBe(1009);
    expect(app.codes()).toEqual(['message-too-large']);
    expect(await client.call('station.read', {})).toEqual(FAKE_STATION);
  });

  it('is ended by what is no call, and by bytes', async () => {
    const app = await running(fakeEngine(), SMALL);
    for (const message of ['{', Buffer.from('{}')]) {
      const socket = await opened(app, '/rpc');
      socket.send(message);
      await once(socket, 'close');
    }
    expect(app.codes()).toEqual(['message-malformed', 'message-malformed']);
  });

  it('is not opened more often than is allowed', async () => {
    const app = await running(fakeEngine(), SMALL);
    const [first] = [await opened(app, '/rpc'), await opened(app, '/rpc')];
    expect(await app.socket('/rpc')).toBe(503);
    expect(app.codes()).toEqual(['too-many-sockets']);
    first.close();
    await once(first, 'close');
    await opened(app, '/rpc');
  });

  it.each(['/rpc/', '/other', '/picture/', '/picture/a/b', '/picture/a%20b'])('is not opened at %s', async (path) => {
    const app = await running(fakeEngine());
    expect(await app.socket(path)).toBe(404);
    expect(app.codes()).toEqual(['path-refused']);
  });
});

const FRAME: TabFrame = { jpeg: new TextEncoder().encode('jpeg'), widthPx: 1280, heightPx: 900, viewWidth: 1280.5, viewHeight: 900 };

/** A surface with a frame always ready: as fast as it is let. */
function eagerTab(): { readonly watchTab: Engine['watchTab']; readonly told: { sent: number; ended: boolean } } {
  const told = { sent: 0, ended: false };
  return {
    told,
    watchTab: (_tab, listener) => {
      void (async () => {
        while (!told.ended) {
          told.sent += 1;
          await listener({ ...FRAME, widthPx: told.sent });
        }
      })();
      return () => {
        told.ended = true;
      };
    },
  };
}

describe('the picture of a tab', () => {
  it('comes frame by frame, the next one when the last is shown, and ends with the window', async () => {
    const { watchTab, told } = eagerTab();
    const app = await running(fakeEngine({ watchTab }));
    const frames: TabFrame[] = [];
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/picture/t-1`, { headers: app.own });
    socket.on('message', (data: Buffer) => frames.push(parsePictureFrame(new Uint8Array(data))));
    await eventually(() => expect(frames).toHaveLength(1));
    // Whatever else the server does for this window, no second frame is sent before the word.
    expect(await clientOver(async () => portOfWebSocket(await opened(app, '/rpc'))).call('station.read', {})).toEqual(FAKE_STATION);
    expect([told.sent, frames.length]).toEqual([1, 1]);
    for (let shown = 1; shown <= 5; shown += 1) {
      socket.send(FRAME_SHOWN);
      await eventually(() => expect(frames).toHaveLength(shown + 1));
    }
    expect(frames.map(({ widthPx }) => widthPx)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(frames[0]).toEqual({ ...FRAME, widthPx: 1 });
    socket.close();
    await eventually(() => expect(told.ended).toBe(true));
    expect(told.sent).toBeLessThanOrEqual(7);
  });

  it.each(['shown!', Buffer.from('shown'), 'x'.repeat(1000)])('is ended by any other word', async (word) => {
    const { watchTab, told } = eagerTab();
    const app = await running(fakeEngine({ watchTab }));
    const socket = await opened(app, '/picture/t-1');
    socket.send(word);
    await once(socket, 'close');
    await eventually(() => expect(told.ended).toBe(true));
    expect(app.codes()).toHaveLength(1);
  });

  it('of a tab that is not there says so', async () => {
    const app = await running(
      fakeEngine({
        watchTab: () => {
          throw new PugmarkError('usage', 'No such tab');
        },
      }),
    );
    const socket = await opened(app, '/picture/t-1');
    expect((await once(socket, 'close'))[0]).toBe(CLOSE_TAB_UNKNOWN);
  });

  it('is not read from anything else', () => {
    const bytes = writePictureFrame(FRAME);
    expect(parsePictureFrame(bytes)).toEqual(FRAME);
    expect(() => parsePictureFrame(bytes.subarray(0, 30))).toThrow(/Not a frame/);
    expect(() => parsePictureFrame(new Uint8Array(bytes).fill(9, 0, 1))).toThrow(/Not a frame/);
  });
});

describe('a file handed over', () => {
  it('reaches the engine while it arrives', async () => {
    const taken: string[] = [];
    const receiveUpload = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
      for await (const piece of bytes) taken.push(Buffer.from(piece).toString());
      return 'u-1';
    };
    const app = await running(fakeEngine({ receiveUpload }), SMALL);
    const body = 'a'.repeat(SMALL.uploadBytes);
    const answer = await app.askOwn('/upload', { method: 'PUT', headers: OCTETS, body });
    expect([answer.status, answer.body, taken.join('')]).toEqual([201, '{"upload":"u-1"}', body]);
  });

  it.each([
    ['announces', {}, 'nothing'],
    ['does not announce', { 'transfer-encoding': 'chunked' }, expect.objectContaining({ code: 'input-unreadable' })],
  ])('that is too large and %s it is refused, and the engine hears of it', async (_what, headers, heard) => {
    let ended: unknown = 'nothing';
    const receiveUpload = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
      try {
        for await (const piece of bytes) expect(piece.length).toBeLessThanOrEqual(SMALL.uploadBytes);
      } catch (error) {
        ended = error;
        throw error;
      }
      return 'never';
    };
    const app = await running(fakeEngine({ receiveUpload }), SMALL);
    const body = 'a'.repeat(SMALL.uploadBytes + 1);
    const answer = await app.askOwn('/upload', { method: 'PUT', headers: { ...OCTETS, ...headers }, body });
    expect([answer.status, answer.body]).toEqual([413, expect.stringContaining('input-unreadable')]);
    expect(app.codes()).toEqual(['upload-too-large']);
    expect(ended).toEqual(heard);
  });

  it('is told when the engine has no room for it', async () => {
    const app = await running(fakeEngine({ receiveUpload: () => Promise.reject(new PugmarkError('disk-full', 'The disk is full')) }));
    const answer = await app.askOwn('/upload', { method: 'PUT', headers: OCTETS, body: 'a' });
    expect([answer.status, answer.body]).toEqual([507, expect.stringContaining('disk-full')]);
  });

  it('is not taken as a form, which any page may send', async () => {
    const app = await running(fakeEngine(), DEFAULT_SERVER_LIMITS);
    for (const type of ['multipart/form-data', 'text/plain', 'application/x-www-form-urlencoded']) {
      expect((await app.askOwn('/upload', { method: 'PUT', headers: { 'content-type': type }, body: 'a' })).status).toBe(415);
    }
    expect(app.codes()).toEqual(['type-refused', 'type-refused', 'type-refused']);
    expect((await app.askOwn('/upload', { method: 'PUT', headers: OCTETS, body: 'a' })).status).toBe(201);
  });
});
