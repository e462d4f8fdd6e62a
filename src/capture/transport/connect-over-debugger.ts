import { connect, type Browser, type Page } from 'puppeteer-core';
import { PugmarkError } from '../../core/errors.ts';
import { withDeadline } from '../browser/deadline.ts';
import type { OpenedPage, RecordedBrowser, TabShell } from '../browser/recorded-browser.ts';
import { DebuggerTransport, type DebuggerTransportOptions } from './debugger-transport.ts';
import type { ShellDebugger } from './shell-debugger.ts';

/**
 * What the shell does for its view because no command over the debugger can:
 *
 * - windows: `setWindowOpenHandler` denies and tells `onPopup`; over the debugger no popup is ever heard of
 * - permissions: `setPermissionRequestHandler` refuses and tells `onPermission`
 * - downloads: the session's `will-download` chooses the path and tells `onDownload` (`ownsFrame` is not needed there)
 * - dialogs: the view is made with `disableDialogs`, so that only the debugger's dialog events are left
 * - printing, sizing and closing of the view
 */
export interface DebuggerShell extends TabShell {
  printToPdf?(options: Readonly<Record<string, unknown>>): Promise<Uint8Array>;
}

export interface DebuggerConnectOptions {
  /** `webContents.getOrCreateDevToolsTargetId()`. */
  readonly targetId: string;
  readonly facts: RecordedBrowser['facts'];
  /** The shell's session goes through a proxy. */
  readonly proxied?: boolean;
  readonly shell: DebuggerShell;
  /**
   * Aborted by the shell when its renderer is gone or its view destroyed: then no command is answered any more.
   * The reason says which (`renderer-crashed`, `page-closed`).
   */
  readonly gone?: AbortSignal;
  readonly connectMs?: number;
}

/** Electron says 'target closed' of a view that was closed; any other reason means that somebody else took the debugger. */
function lossOf(detachReason: string): PugmarkError {
  if (detachReason === 'target closed') return new PugmarkError('page-closed', 'The page was closed');
  return new PugmarkError('browser-lost', `The connection to the page was taken away: ${detachReason}`);
}

/**
 * Reaches one page of a shell over its debugger. The page must show `about:blank` already: commands to a page that never
 * showed anything may hang, and a document asked for before we are attached is not recorded.
 * Throws `browser-launch-failed` when something else holds the debugger or the page does not answer.
 */
export async function connectOverDebugger(shellDebugger: ShellDebugger, options: DebuggerConnectOptions): Promise<RecordedBrowser> {
  const lost = new AbortController();
  let transport: DebuggerTransport | undefined;
  try {
    if (!shellDebugger.isAttached()) shellDebugger.attach('1.3');
    transport = new DebuggerTransport(shellDebugger, transportOptions(options));
    const deadline = { ms: options.connectMs ?? 10_000, what: 'connect to the page' };
    const connecting = connect({ transport, defaultViewport: null, networkEnabled: false, issuesEnabled: false });
    const browser = await withDeadline(connecting, deadline);
    const page = await withDeadline(firstPage(browser), deadline);
    const lose = (reason: unknown): void => {
      // Once we have let go ourselves, nothing is lost.
      if (browser.connected) lost.abort(reason);
    };
    shellDebugger.on('detach', (_event, reason) => lose(lossOf(reason)));
    options.gone?.addEventListener('abort', () => {
      lose(options.gone?.reason);
      transport?.close();
    });
    return asRecordedBrowser({ browser, page, options, lost: lost.signal });
  } catch (cause) {
    transport?.close();
    throw new PugmarkError('browser-launch-failed', 'The page cannot be reached over its debugger', { cause });
  }
}

function transportOptions({ targetId, facts, shell }: DebuggerConnectOptions): DebuggerTransportOptions {
  const printToPdf = shell.printToPdf?.bind(shell);
  return { targetId, version: facts, closeView: () => shell.close(), ...(printToPdf === undefined ? {} : { printToPdf }) };
}

async function firstPage(browser: Browser): Promise<Page> {
  const [page] = await browser.pages();
  if (page === undefined) throw new PugmarkError('browser-launch-failed', 'The debugger shows no page');
  return page;
}

interface Connected {
  readonly browser: Browser;
  readonly page: Page;
  readonly options: DebuggerConnectOptions;
  readonly lost: AbortSignal;
}

function asRecordedBrowser({ browser, page, options, lost }: Connected): RecordedBrowser {
  const { facts, shell, targetId, proxied = false } = options;
  let taken = false;
  return {
    facts,
    flags: [],
    proxied,
    warnings: [],
    lost,
    openPage: (): Promise<OpenedPage> => {
      if (taken) return Promise.reject(new PugmarkError('browser-launch-failed', 'This view is recorded already'));
      taken = true;
      return Promise.resolve({ page, shell, targetId });
    },
    // The view stays: it is the shell's.
    close: () => browser.disconnect(),
  };
}
