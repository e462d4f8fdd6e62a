import { PugmarkError } from '../core/errors.ts';
import type { Browse, EngineContext } from './engine-context.ts';

/** Tabs, captures and batch. */
export function createBrowse(_context: EngineContext): Browse {
  return {
    handlers: {
      'browser.open': refuse,
      'browser.close': refuse,
      'browser.clear': refuse,
      'tabs.list': () => [],
      'tabs.open': refuse,
      'tabs.close': refuse,
      'tabs.go': refuse,
      'tabs.answer': refuse,
      'tabs.input': refuse,
      'tabs.selection': refuse,
      'tabs.place': refuse,
      'captures.start': refuse,
      'captures.stop-and-keep': refuse,
      'captures.cancel': refuse,
      'captures.list': () => [],
      'batch.add': refuse,
      'batch.read': () => ({ paused: false, items: [] }),
      'batch.pause': refuse,
      'batch.resume': refuse,
      'batch.retry': refuse,
      'batch.remove': refuse,
    },
    watchTab: () => () => undefined,
    countUnderWay: () => 0,
    enterVault: () => undefined,
    leaveVault: async () => undefined,
  };
}

function refuse(): never {
  throw new PugmarkError('browser-missing', 'This shell has no embedded browser');
}
