import { EventEmitter } from 'node:events';
import { PugmarkError } from '../core/errors.ts';
import { viewMessageSchema, type ViewMessage, type ViewNews, type ViewRequest } from '../rpc/native-views.ts';

/** The engine's end of the port to the process that holds the views. */
export interface ViewsPort {
  postMessage(message: ViewMessage): void;
}

type NewsOf<Name extends ViewNews['news']> = Extract<ViewNews, { news: Name }>;

interface Asked {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Views of another process: what is asked of them, and what they tell. */
export class RemoteViews {
  readonly #port: ViewsPort;
  readonly #asked = new Map<number, Asked>();
  readonly #news = new EventEmitter().setMaxListeners(0);
  #lastId = 0;

  constructor(port: ViewsPort) {
    this.#port = port;
  }

  /** To be called with every message from the other process; anything that is none of ours is passed over. */
  receive(data: unknown): void {
    const judged = viewMessageSchema.safeParse(data);
    if (!judged.success) return;
    const message = judged.data;
    if ('tell' in message) this.#news.emit(message.tell.news, message.tell);
    else if ('answer' in message || 'failure' in message) this.#answered(message);
  }

  /** Rejects with what the other process said went wrong. */
  ask(request: ViewRequest): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#port.postMessage({ id, request });
    });
  }

  /** News of one kind about one view. Returns the end of hearing. */
  on<Name extends ViewNews['news']>(name: Name, view: string, listener: (news: NewsOf<Name>) => void): () => void {
    const hear = (news: NewsOf<Name>): void => {
      if (news.view === view) listener(news);
    };
    this.#news.on(name, hear);
    return () => void this.#news.off(name, hear);
  }

  #answered(message: Extract<ViewMessage, { answer: unknown } | { failure: string }>): void {
    const asked = this.#asked.get(message.id);
    this.#asked.delete(message.id);
    if ('answer' in message) asked?.resolve(message.answer);
    else asked?.reject(new PugmarkError('browser-lost', message.failure));
  }
}
