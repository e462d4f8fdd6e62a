import { PugmarkError } from '../../core/errors.ts';
import type { WindowShell } from '../client.ts';
import { portOfMessagePort } from './message-port.ts';

/** What the preload script gives to our page (src/preload). */
export interface ElectronBridge {
  connect(): void;
  pathOf(file: File): string;
}

const CONNECT_MS = 10_000;

/** The window's side of the Electron shell. */
export function createElectronShell(
  bridge: ElectronBridge,
  window: Pick<Window, 'addEventListener' | 'removeEventListener' | 'location'>,
): WindowShell {
  return {
    connect: () =>
      new Promise((resolve, reject) => {
        const hear = (event: MessageEvent<unknown>): void => {
          const [port] = event.ports;
          if (event.data !== 'pugmark-connected' || event.origin !== window.location.origin || port === undefined) return;
          end();
          resolve(portOfMessagePort(port));
        };
        const timer = setTimeout(() => {
          end();
          reject(new PugmarkError('engine-lost', 'The engine cannot be reached'));
        }, CONNECT_MS);
        const end = (): void => {
          clearTimeout(timer);
          window.removeEventListener('message', hear);
        };
        window.addEventListener('message', hear);
        bridge.connect();
      }),
    resolveAddress: (address) => address,
    // The system names the path: nothing is copied.
    upload: (file) => Promise.resolve({ path: bridge.pathOf(file) }),
    // Views of the shell stand in the window themselves.
    watchPicture: () => () => undefined,
  };
}
