import type { ExhibitContent } from '../content/package-content.ts';
import type { CheckOrder, WorkerAnswer, WorkerOrder } from '../messages.ts';
import { endRole, readScript, startRole } from '../browser/roles.ts';

/** A check under way in a worker, and afterwards the package that it opened. */
export interface RunningCheck {
  readFile(path: string): Promise<Blob>;
  readExhibit(exhibit: string): Promise<ExhibitContent>;
  /** Text of a report whose bytes are those that were sealed. Rejects with why it is not shown. */
  readReport(path: string): Promise<string>;
  /** Ends it at once, wherever it is. */
  stop(): void;
}

type Told = Extract<WorkerAnswer, { readonly kind: 'progress' | 'verdict' | 'content' | 'failed' }>;
type Given = Extract<WorkerAnswer, { readonly kind: 'file' | 'report' | 'exhibit' | 'refused' }>;

export function startCheck(order: CheckOrder, onAnswer: (answer: Told) => void): RunningCheck {
  const worker = startRole('check');
  const waiting = new Map<number, { readonly resolve: (given: Given) => void; readonly reject: (error: Error) => void }>();
  let asked = 0;
  const post = (message: WorkerOrder): void => worker.postMessage(message, []);
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    if (data.kind !== 'file' && data.kind !== 'report' && data.kind !== 'exhibit' && data.kind !== 'refused') return onAnswer(data);
    waiting.get(data.id)?.resolve(data);
    waiting.delete(data.id);
  });
  worker.addEventListener('error', (event) => {
    const message = event.message === '' ? 'The worker failed and says not why' : event.message;
    onAnswer({ kind: 'failed', code: 'program-fault', message });
    for (const { reject } of waiting.values()) reject(new Error(message));
    waiting.clear();
  });
  const ask = async (build: (id: number) => WorkerOrder): Promise<Given> => {
    asked += 1;
    const id = asked;
    return await new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      post(build(id));
    });
  };
  post({ kind: 'check', script: readScript(), ...order });
  return {
    async readFile(path) {
      const given = await ask((id) => ({ kind: 'read', id, path }));
      if (given.kind === 'file') return given.blob;
      throw new Error(given.kind === 'refused' ? given.message : 'Something else was given');
    },
    async readExhibit(exhibit) {
      const given = await ask((id) => ({ kind: 'exhibit', id, exhibit }));
      if (given.kind === 'exhibit') return given.exhibit;
      throw new Error(given.kind === 'refused' ? given.message : 'Something else was given');
    },
    async readReport(path) {
      const given = await ask((id) => ({ kind: 'report', id, path }));
      if (given.kind === 'report') return given.text;
      throw new Error(given.kind === 'refused' ? given.message : 'Something else was given');
    },
    stop: () => endRole(worker),
  };
}
