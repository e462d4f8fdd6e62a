import { createRpcClient } from '../rpc/client.ts';
import { createWorkstationShell } from '../rpc/transports/workstation.ts';
import { startWindow } from './window/start-window.tsx';

const root = document.querySelector<HTMLElement>('#root');
if (root !== null) startWindow(root, createRpcClient(createWorkstationShell(location.origin)));
