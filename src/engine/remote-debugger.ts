import { EventEmitter } from 'node:events';
import type { ShellDebugger } from '../capture/transport/shell-debugger.ts';
import type { RemoteViews } from './remote-views.ts';

/** The debugger of a view in another process, as the transport of our protocol knows one (src/capture/transport). */
export class RemoteDebugger extends EventEmitter implements ShellDebugger {
  readonly #views: RemoteViews;
  readonly #view: string;
  readonly #endings: readonly (() => void)[];
  // Main attached it before it told of the view: nothing was asked for before.
  #attached = true;

  constructor(views: RemoteViews, view: string) {
    super();
    this.#views = views;
    this.#view = view;
    this.#endings = [
      views.on('message', view, ({ method, params, session }) => void this.emit('message', {}, method, params, session)),
      views.on('detached', view, ({ reason }) => this.#end(reason)),
    ];
  }

  attach(): void {
    throw new Error('Debugger is already attached to the target');
  }

  detach(): void {
    if (!this.#attached) return;
    void this.#views.ask({ do: 'detach', view: this.#view }).catch(() => undefined);
    this.#end('target closed');
  }

  isAttached(): boolean {
    return this.#attached;
  }

  sendCommand(method: string, params: object = {}, session?: string): Promise<unknown> {
    if (!this.#attached) return Promise.reject(new Error('No target available'));
    const named = session === undefined || session === '' ? {} : { session };
    return this.#views.ask({ do: 'command', view: this.#view, method, params: { ...params }, ...named });
  }

  #end(reason: string): void {
    if (!this.#attached) return;
    this.#attached = false;
    for (const end of this.#endings) end();
    this.emit('detach', {}, reason);
  }
}
