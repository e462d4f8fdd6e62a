import { createRpcClient } from '../rpc/client.ts';
import { createElectronShell, type ElectronBridge } from '../rpc/transports/electron.ts';
import { createWorkstationShell } from '../rpc/transports/workstation.ts';
import { startWindow } from './window/start-window.tsx';

declare global {
  interface Window {
    /** Given by the preload script of the Electron shell; absent in the workstation. */
    readonly pugmark?: ElectronBridge;
  }
}

const root = document.querySelector<HTMLElement>('#root');
const shell = window.pugmark === undefined ? createWorkstationShell(location.origin) : createElectronShell(window.pugmark, window);
if (root !== null) startWindow(root, createRpcClient(shell));
