import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRpcClient } from '../../src/rpc/client.ts';
import { portOfMessagePort } from '../../src/rpc/transports/message-port.ts';
import { projectPath } from '../support/project.ts';

// The engine as it is shipped: bundled, its threads beside it, spoken to over ports as Electron hands them over.

const folder = mkdtempSync(join(tmpdir(), 'pugmark-built-engine-'));
const words = ['--vault', join(folder, 'vault')];
let engine: Worker;

/** A thread with the `process.parentPort` of an Electron utility process. */
const SHIM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { EventEmitter } = require('node:events');
  const shaped = new EventEmitter();
  shaped.postMessage = (message) => parentPort.postMessage(message);
  parentPort.on('message', ({ data, port }) => shaped.emit('message', { data, ports: port === undefined ? [] : [port] }));
  process.parentPort = shaped;
  process.argv = [process.argv[0], 'utility.js', ...workerData.words];
  import(workerData.entry);
`;

beforeAll(() => {
  const built = spawnSync(process.execPath, [projectPath('node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: projectPath('.'),
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  const entry = pathToFileURL(projectPath('out/main/utility.js')).href;
  engine = new Worker(SHIM, { eval: true, workerData: { entry, words }, env: { ...process.env, PUGMARK_STATE: join(folder, 'state') } });
});
afterAll(async () => {
  await engine.terminate();
  rmSync(folder, { recursive: true, force: true });
});

it('makes a vault for a window that is connected to it', async () => {
  const client = createRpcClient({
    connect: () => {
      const { port1, port2 } = new MessageChannel();
      engine.postMessage({ data: { connect: 'window' }, port: port1 }, [port1]);
      return Promise.resolve(portOfMessagePort(port2));
    },
    resolveAddress: (address) => address,
    upload: () => Promise.reject(new Error('not here')),
    watchPicture: () => () => undefined,
  });
  expect(await client.call('station.read', {})).toMatchObject({ shell: 'electron', vault: 'none', vaultFolder: words[1] });
  const made = await client.call('vault.create', {
    serviceNumber: '4711',
    agency: 'Inspectorate',
    passphrase: 'one two three four',
    noRecovery: true,
  });
  expect(made).toMatchObject({ vault: 'open', operator: '4711' });
  const { toolDigest } = await client.call('station.read', {});
  expect(toolDigest).toMatch(/^sha256:[0-9a-f]{64}$/);
  client.close();
});
