import type { ConnectionTransport } from 'puppeteer-core';
import type { ShellDebugger } from './shell-debugger.ts';

export interface DebuggerTransportOptions {
  /** The page's real target id (`webContents.getOrCreateDevToolsTargetId()`); sessions of our own are attached by it. */
  readonly targetId: string;
  readonly version: { readonly product: string; readonly userAgent: string };
  /** The shell closes its view; over the debugger no page can be closed. */
  closeView(): Promise<void>;
  /** The shell prints; `Page.printToPDF` is not there. Absent: printing fails as unknown. */
  printToPdf?(options: Readonly<Record<string, unknown>>): Promise<Uint8Array>;
}

interface Command {
  readonly id: number;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly sessionId?: string;
}

type Answer = { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } };

/** Session ids of ours. Chromium's are 32 hexadecimal digits. */
const TAB_SESSION = 'pugmark-tab';
const PAGE_SESSION = 'pugmark-page';
const TAB_TARGET = 'pugmark-tab-target';

const METHOD_NOT_FOUND = -32_601;
const SERVER_ERROR = -32_000;

/**
 * Carries puppeteer's protocol over the debugger of one page of a shell, without any open port.
 *
 * puppeteer expects a browser with a tab with a page. The browser and the tab are played here; everything on the page's
 * session is real and goes to the debugger without a session id. Frames and workers then come by themselves with real ids,
 * because puppeteer asks the page to attach to them.
 */
export class DebuggerTransport implements ConnectionTransport {
  onmessage?: (message: string) => void;
  onclose?: () => void;
  readonly #debugger: ShellDebugger;
  readonly #options: DebuggerTransportOptions;
  #closed = false;

  constructor(shellDebugger: ShellDebugger, options: DebuggerTransportOptions) {
    this.#debugger = shellDebugger;
    this.#options = options;
    shellDebugger.on('message', this.#onMessage);
    shellDebugger.on('detach', this.#onDetach);
  }

  send(text: string): void {
    const command: unknown = JSON.parse(text);
    if (!isCommand(command)) return;
    const answer = this.#intercept(command);
    if (answer === undefined) void this.#forward(command).then((given) => this.#answer(command, given));
    else void Promise.resolve(answer).then((given) => this.#answer(command, given));
  }

  /**
   * Also to be called when the shell sees its renderer gone or its view destroyed: commands under way would hang for ever.
   * puppeteer is told that page and tab are gone before it is told that the connection is.
   */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#debugger.off('message', this.#onMessage);
    this.#debugger.off('detach', this.#onDetach);
    // Detaching rejects what is under way synchronously (those rejections are caught in #forward); a view that is destroyed
    // is detached already and must not be touched again.
    if (this.#debugger.isAttached()) this.#debugger.detach();
    this.#deliver({ method: 'Target.detachedFromTarget', params: { sessionId: PAGE_SESSION }, sessionId: TAB_SESSION });
    this.#deliver({ method: 'Target.detachedFromTarget', params: { sessionId: TAB_SESSION } });
    setImmediate(() => this.onclose?.());
  }

  readonly #onMessage = (_event: unknown, method: string, params: unknown, sessionId?: string): void => {
    this.#emit({ method, params, sessionId: sessionId === undefined || sessionId === '' ? PAGE_SESSION : sessionId });
  };

  readonly #onDetach = (): void => this.close();

  #emit(message: object): void {
    if (!this.#closed) this.#deliver(message);
  }

  /** One task per message, as every other transport does: puppeteer sets up a session between two of them. */
  #deliver(message: object): void {
    setImmediate(() => this.onmessage?.(JSON.stringify(message)));
  }

  #answer({ id, sessionId }: Command, answer: Answer): void {
    this.#emit(sessionId === undefined ? { id, ...answer } : { id, sessionId, ...answer });
  }

  async #forward({ method, params, sessionId }: Command): Promise<Answer> {
    try {
      const real = sessionId === undefined || sessionId === PAGE_SESSION ? undefined : sessionId;
      const result = await this.#debugger.sendCommand(method, params ?? {}, real);
      return { result: result ?? {} };
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  }

  /** Commands that must not reach the debugger, with the answer they get instead. */
  #intercept(command: Command): Answer | Promise<Answer> | undefined {
    const { method, params, sessionId } = command;
    switch (method) {
      case 'Target.createTarget':
        // puppeteer would wait for ever for a page that no shell makes.
        return failed('A view is opened by the shell, not over its debugger');
      case 'Target.closeTarget':
      case 'Browser.close':
        return this.#closeView();
      case 'Emulation.setDeviceMetricsOverride':
      case 'Emulation.clearDeviceMetricsOverride':
        // Crashes Electron in some states; the shell has a command of its own for it.
        return failed(`${method} is the shell's business`);
      case 'Page.printToPDF':
        return this.#print(params ?? {});
      case 'Browser.getVersion':
        return { result: { protocolVersion: '1.3', revision: '', jsVersion: '', ...this.#options.version } };
      default:
        if (method.startsWith('Browser.')) return unknown(method);
        if (sessionId === undefined) return this.#browserCommand(method);
        if (sessionId === TAB_SESSION) return this.#tabCommand(method);
        return undefined;
    }
  }

  #browserCommand(method: string): Answer | undefined {
    switch (method) {
      case 'Target.getBrowserContexts':
        return { result: { browserContextIds: [] } };
      case 'Target.setDiscoverTargets':
        for (const targetInfo of [this.#tabTarget(), this.#pageTarget()]) {
          this.#emit({ method: 'Target.targetCreated', params: { targetInfo } });
        }
        return { result: {} };
      case 'Target.setAutoAttach':
        this.#emit(attached(TAB_SESSION, this.#tabTarget()));
        return { result: {} };
      default:
        return undefined;
    }
  }

  #tabCommand(method: string): Answer {
    switch (method) {
      case 'Target.setAutoAttach':
        this.#emit({ ...attached(PAGE_SESSION, this.#pageTarget()), sessionId: TAB_SESSION });
        return { result: {} };
      case 'Runtime.runIfWaitingForDebugger':
        return { result: {} };
      default:
        return unknown(method);
    }
  }

  /** Answered at once: when the view is gone, nobody is left to be answered. A view that stays is noticed by whoever waits for its end. */
  #closeView(): Answer {
    setImmediate(() => void this.#options.closeView().catch(() => undefined));
    return { result: { success: true } };
  }

  async #print(params: Readonly<Record<string, unknown>>): Promise<Answer> {
    if (this.#options.printToPdf === undefined) return unknown('Page.printToPDF');
    try {
      const pdf = await this.#options.printToPdf(params);
      return { result: { data: Buffer.from(pdf).toString('base64') } };
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    }
  }

  #tabTarget(): object {
    return { targetId: TAB_TARGET, type: 'tab', title: '', url: 'about:blank', attached: false, canAccessOpener: false };
  }

  #pageTarget(): object {
    return { targetId: this.#options.targetId, type: 'page', title: '', url: 'about:blank', attached: false, canAccessOpener: false };
  }
}

/** puppeteer's own words; anything else would have no one to answer to. */
function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && 'id' in value && 'method' in value;
}

function attached(sessionId: string, targetInfo: object): { readonly method: string; readonly params: object } {
  return { method: 'Target.attachedToTarget', params: { sessionId, targetInfo, waitingForDebugger: false } };
}

function failed(message: string): Answer {
  return { error: { code: SERVER_ERROR, message } };
}

function unknown(method: string): Answer {
  return { error: { code: METHOD_NOT_FOUND, message: `'${method}' wasn't found` } };
}
