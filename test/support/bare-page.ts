import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { launch } from 'puppeteer-core';
import type { Browser, Page } from 'puppeteer-core';

export type BareRoute = (request: IncomingMessage, response: ServerResponse) => void;

/** A loopback web server; routes by path, `/` for all others. Any host name under `.localhost` reaches it. */
export interface BareSite {
  readonly port: number;
  url(path: string, host?: string): string;
  route(path: string, answer: string | Buffer | BareRoute, headers?: Readonly<Record<string, string>>): void;
  close(): Promise<void>;
}

export async function startBareSite(): Promise<BareSite> {
  const routes = new Map<string, BareRoute>();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const route = routes.get(path);
    if (route !== undefined) return route(request, response);
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: (path, host = 'localhost') => `http://${host}:${port}${path}`,
    route(path, answer, headers = { 'content-type': 'text/html; charset=utf-8' }) {
      routes.set(path, typeof answer === 'function' ? answer : (_, response) => void response.writeHead(200, headers).end(answer));
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A Chromium with nothing of ours around it, for what needs a page and no recording. */
export async function launchBareBrowser(args: readonly string[] = []): Promise<Browser> {
  return launch({
    executablePath: process.env['PUGMARK_BROWSER'] ?? '/usr/bin/chromium',
    pipe: true,
    args: [
      '--no-sandbox',
      ...(args.length > 0 ? args : ['--disable-gpu']),
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--site-per-process',
    ],
  });
}

/** `waitUntil`: pages whose other servers do not exist may never have loaded. */
export async function openBarePage(browser: Browser, url: string, waitUntil: 'load' | 'domcontentloaded' = 'load'): Promise<Page> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  await page.goto(url, { waitUntil });
  return page;
}
