import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { findDefaultVaultFolder, findStateFolder } from '../platform/user-folders.ts';
import { serveEvidence, type DataPort } from '../rpc/evidence-port.ts';
import { RpcServer } from '../rpc/server.ts';
import { portOfMessagePort, type EmittingMessagePort } from '../rpc/transports/message-port.ts';
import type { Engine } from './engine.ts';
import { composeCaptureParts } from './composition.ts';
import { createElectronSurfaces } from './electron-surfaces.ts';
import { createRemoteKeyStore } from './remote-key-store.ts';
import { RemoteViews } from './remote-views.ts';
import { startEngine } from './start-engine.ts';

// The engine's process in Electron: calls of the window, evidence and views, each over a port of its own.

/** `process.parentPort` of an Electron utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown; readonly ports: readonly EmittingMessagePort[] }) => void): void;
}

export interface UtilityOptions {
  readonly vaultFolder: string;
  readonly stateFolder: string;
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Serves until the shell says `end`. */
export async function runUtility(parent: ParentPort, options: UtilityOptions): Promise<void> {
  const views = new RemoteViews(parent);
  const waiting: { readonly data: unknown; readonly ports: readonly EmittingMessagePort[] }[] = [];
  let hear = (event: (typeof waiting)[number]): void => void waiting.push(event);
  parent.on('message', (event) => hear(event));

  const served: { server?: RpcServer } = {};
  const surfaces = createElectronSurfaces(views, composeCaptureParts());
  const engine = await startEngine({
    ...options,
    shell: 'electron',
    surfaces,
    keyStore: createRemoteKeyStore(views),
    tell: (name, data) => served.server?.tell(name, data),
    warn,
  });
  const server = new RpcServer({ handlers: engine.handlers, onIncident: ({ code, detail }) => warn(`${code}: ${detail}`) });
  served.server = server;

  hear = ({ data, ports }) => receive({ engine, server, views }, data, ports[0]);
  for (const event of waiting) hear(event);
}

interface Served {
  readonly engine: Engine;
  readonly server: RpcServer;
  readonly views: RemoteViews;
}

function receive({ engine, server, views }: Served, data: unknown, port: EmittingMessagePort | undefined): void {
  const connect = typeof data === 'object' && data !== null && 'connect' in data ? data.connect : undefined;
  if (connect === undefined) views.receive(data);
  else if (connect === 'end') void engine.close().finally(() => process.exit(0));
  else if (connect === 'window' && port !== undefined) server.attach(portOfMessagePort(port));
  else if (connect === 'evidence' && port !== undefined) {
    const request = typeof data === 'object' && data !== null && 'request' in data ? data.request : undefined;
    void serveEvidence(engine.evidence, dataPortOf(port), request);
  }
}

function dataPortOf(port: EmittingMessagePort): DataPort {
  return {
    // A structured clone, not a text, on this port.
    postMessage: (data) => (port as { postMessage(data: unknown): void }).postMessage(data),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => void port.on('close', listener),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Folders as the command line has them; `--vault FOLDER` chooses another. */
export function readUtilityOptions(words: readonly string[]): UtilityOptions {
  const { values } = parseArgs({ args: [...words], options: { vault: { type: 'string' } }, strict: false });
  const user = { platform: process.platform, homeFolder: homedir(), env: process.env };
  return {
    vaultFolder: typeof values['vault'] === 'string' ? values['vault'] : findDefaultVaultFolder(user),
    stateFolder: findStateFolder(user),
  };
}

if ('parentPort' in process) {
  await runUtility(process.parentPort, readUtilityOptions(process.argv.slice(2)));
}
