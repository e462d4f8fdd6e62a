import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { DEFAULT_SERVER_LIMITS } from '../../src/workstation/server.ts';
import { eventually } from '../support/eventually.ts';
import { fakeEngine } from '../support/fake-engine.ts';
import { running } from './running.ts';

/** Somebody who begins, and never ends their own side: only the server can take the connection away. */
function begin(port: number, text: string): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(text);
  return socket;
}

/** Resolves when the server has let go of it: what is written afterwards comes to nobody. */
async function isLetGo(socket: Socket): Promise<void> {
  await eventually(() => {
    socket.write('x');
    expect(socket.destroyed).toBe(true);
  });
}

it.each([
  ['is no request', 'nonsense\r\n\r\n', 'request-malformed'],
  [
    'asks for a socket under another name',
    'GET /rpc HTTP/1.1\r\nHost: evil\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'host-foreign',
  ],
])('a connection that %s is held open by nobody else', async (_what, text, code) => {
  const { port, codes, askOwn } = await running(fakeEngine());
  const socket = begin(port, text);
  socket.resume();
  await once(socket, 'end');
  await isLetGo(socket);
  expect(codes()).toEqual([code]);
  expect((await askOwn('/')).status).toBe(200);
});

it('a token that does not come ends its connection; one that comes in pieces opens the app', async () => {
  const { port, tokens, origin, askOwn, codes } = await running(fakeEngine(), { ...DEFAULT_SERVER_LIMITS, tokenTimeoutMs: 300 });
  const token = tokens.issue();
  const head = `POST /session HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: ${origin}\r\nContent-Length: ${token.length}\r\n\r\n`;
  const late = begin(port, head + token.slice(0, -1));
  late.resume();
  await once(late, 'end');
  await isLetGo(late);
  expect(codes()).toEqual([]);
  const whole = begin(port, head + token.slice(0, 5));
  whole.write(token.slice(5));
  const [answer] = (await once(whole, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 204 /);
  expect((await askOwn('/')).status).toBe(200);
});

it('a request with two hosts is nobody’s', async () => {
  const { port, own, codes, ask } = await running(fakeEngine());
  const host = `127.0.0.1:${port}`;
  const answerOf = async (hosts: string): Promise<string> => {
    const socket = begin(port, `GET / HTTP/1.1\r\n${hosts}Cookie: ${own.cookie}\r\nConnection: close\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString().slice(9, 12);
  };
  expect(await answerOf(`Host: ${host}\r\nHost: evil.example\r\n`)).toBe('421');
  expect(await answerOf(`Host: ${host}\r\nHost: ${host}\r\n`)).toBe('421');
  expect(await answerOf(`Host: ${host}\r\n`)).toBe('200');
  expect(codes()).toEqual(['host-foreign', 'host-foreign']);
  expect((await ask('/', { headers: own })).status).toBe(200);
});
