import { PassThrough } from 'node:stream';
import { setImmediate as nextTask } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { BoundedPipe } from '../../../src/capture/transport/bounded-pipe.ts';

function openPipe(maxMessageBytes = 100): {
  readonly pipe: BoundedPipe;
  readonly read: PassThrough;
  readonly written: () => string;
  readonly heard: string[];
} {
  const [write, read] = [new PassThrough(), new PassThrough()];
  const pipe = new BoundedPipe(write, read, maxMessageBytes);
  const heard: string[] = [];
  Object.assign(pipe, { onmessage: (message: string) => void heard.push(message) });
  return { pipe, read, written: () => String(write.read() ?? ''), heard };
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await nextTask();
}

test('messages come one by one, however their bytes are cut', async () => {
  const messages = ['{"id":1,"result":{}}', '{"method":"é\u2028"}', '{}'];
  const bytes = Buffer.from(messages.map((message) => `${message}\0`).join(''));
  for (let size = 1; size <= bytes.length; size += 1) {
    const { read, heard } = openPipe();
    for (let at = 0; at < bytes.length; at += size) read.write(bytes.subarray(at, at + size));
    await settle();
    expect(heard).toEqual(messages);
  }
});

test('an answer that is too long becomes an error of its command, in its session', async () => {
  const { pipe, read, heard, written } = openPipe();
  pipe.send('{"id":7,"method":"Page.captureSnapshot","params":{},"sessionId":"S"}');
  pipe.send('{"id":8,"method":"Browser.getVersion"}');
  expect(written()).toBe('{"id":7,"method":"Page.captureSnapshot","params":{},"sessionId":"S"}\0{"id":8,"method":"Browser.getVersion"}\0');
  read.write(`{"id":7,"result":{"data":"${'x'.repeat(60)}`);
  read.write('x'.repeat(1_000));
  read.write('"},"sessionId":"S"}\0{"id":8,"result":{"product":"C"}}\0');
  await settle();
  expect(heard.map((message) => JSON.parse(message) as unknown)).toEqual([
    { id: 7, error: { code: -32_000, message: 'The answer is longer than 100 bytes' }, sessionId: 'S' },
    { id: 8, result: { product: 'C' } },
  ]);
});

test('news that is too long is passed over, and the next is heard', async () => {
  const { read, heard } = openPipe();
  read.write(`{"method":"Runtime.consoleAPICalled","params":"${'x'.repeat(500)}"}\0{"method":"Page.loadEventFired"}\0`);
  await settle();
  expect(heard).toEqual(['{"method":"Page.loadEventFired"}']);
});

test('the end of what is read is told', async () => {
  const { pipe, read } = openPipe();
  const closed = new Promise<string>((resolve) => void Object.assign(pipe, { onclose: () => resolve('closed') }));
  read.destroy();
  expect(await closed).toBe('closed');
});
