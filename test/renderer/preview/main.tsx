import { startWindow } from '../../../src/renderer/window/start-window.tsx';
import type { FakeStart } from '../../support/fake-rpc/fake-station.ts';
import { createFakeRpc, type FakeRpc } from '../../support/fake-rpc/fake-rpc.ts';

declare global {
  interface Window {
    /** The fake behind the window, for tests. */
    fakeRpc: FakeRpc;
  }
}

// The start is asked for in the address: `?start={"vault":"none"}`.
const asked = new URLSearchParams(location.search).get('start');
window.fakeRpc = createFakeRpc(asked === null ? {} : (JSON.parse(asked) as FakeStart));
const root = document.querySelector<HTMLElement>('#root');
if (root !== null) startWindow(root, window.fakeRpc.client);
