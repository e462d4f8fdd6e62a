import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renameSync, rmSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { build, mergeConfig } from 'vite';
import rendererConfig from '../../../renderer.vite.config.ts';
import { withLock } from '../../../scripts/setup/folder-lock.mjs';
import { isNewer } from '../../../scripts/start/build-app.ts';
import { pageHeaders } from '../../../src/workstation/security-headers.ts';
import { drawEvidence } from './drawn-evidence.ts';
import { projectPath } from '../../support/project.ts';

const OUTPUT = join('out', 'preview');
const SOURCES = ['src', 'resources', 'test/renderer/preview', 'test/support', 'renderer.vite.config.ts', 'package-lock.json'];

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export interface Preview {
  /** Another one each time: going there loads the window anew, also where no more than the hash differs. */
  readonly url: (start: object, hash?: string) => string;
  readonly close: () => Promise<void>;
}

/** Serves the window with the fake behind it, built as it is for real, under the strict policy. */
export async function startPreview(port = 0): Promise<Preview> {
  const folder = await ensureBuilt();
  const server = createServer((request, response) => {
    const picture = drawEvidence(request.url ?? '');
    if (picture !== undefined) return void response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture);
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    return void readFile(join(folder, path === '/' ? 'index.html' : path)).then(
      (bytes) =>
        response
          .writeHead(200, {
            'content-type': TYPES[path === '/' ? '.html' : extname(path)] ?? 'text/plain',
            ...pageHeaders(request.headers.host ?? ''),
            // The same files for every look: compiled once, opening the window costs half.
            ...(path.startsWith('/assets/') ? { 'cache-control': 'max-age=3600' } : {}),
          })
          .end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: chosen } = server.address() as AddressInfo;
  let opened = 0;
  return {
    url(start, hash = '') {
      opened += 1;
      return `http://127.0.0.1:${chosen}/?start=${encodeURIComponent(JSON.stringify(start))}&opened=${opened}${hash}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Built once for all files of tests, by the first that needs it; anew when something that it is made of has changed. */
async function ensureBuilt(): Promise<string> {
  const isFresh = (): boolean => isNewer(projectPath(), join(OUTPUT, 'index.html'), SOURCES);
  if (!isFresh()) {
    await withLock(projectPath('.setup.lock-preview'), {
      onWait: () => undefined,
      act: async () => {
        if (!isFresh()) await buildPreview(projectPath(OUTPUT));
      },
    });
  }
  return projectPath(OUTPUT);
}

async function buildPreview(folder: string): Promise<void> {
  // Beside, then renamed: a build that was cut short is never served.
  const beside = `${folder}.building`;
  // As it is shipped: under vitest React would be built for its developers, and be twice as slow.
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build(
    mergeConfig(rendererConfig, {
      configFile: false,
      logLevel: 'warn',
      plugins: [
        {
          name: 'fake-behind-the-window',
          enforce: 'pre',
          resolveId: (id: string) => (id.endsWith('/main.tsx') ? projectPath('test/renderer/preview/main.tsx') : undefined),
        },
      ],
      build: { outDir: beside, minify: false, reportCompressedSize: false },
    }),
  ).finally(() => {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  });
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  renameSync(beside, folder);
}
