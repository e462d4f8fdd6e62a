import { createRpcClient } from '../../src/rpc/client.ts';
import type { CallName } from '../../src/rpc/contract.ts';
import { createWorkstationShell } from '../../src/rpc/transports/workstation.ts';

// Bundled and served as the window of the app: its client, and what a test asks it to do.

const client = createRpcClient(createWorkstationShell(location.origin));
const violations: string[] = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => violations.push(`${violatedDirective} ${blockedURI}`));
const closedTabs: string[] = [];
client.on('tab.closed', ({ tab }) => closedTabs.push(tab));

Object.assign(globalThis, {
  violations,
  closedTabs,
  connection: () => client.connection,
  call: (name: CallName) => client.call(name, {}),
  upload: async (text: string) => {
    const told: number[] = [];
    const given = await client.upload(new File([text], 'ad.txt'), { onProgress: (sent) => told.push(sent) });
    return { given, sent: told.at(-1) };
  },
  refusedUpload: (text: string) => client.upload(new File([text], 'ad.txt')).catch(({ code }: { code: string }) => code),
  frames: (count: number) =>
    new Promise((resolve) => {
      const widths: number[] = [];
      const end = client.watchPicture('t-1', async ({ widthPx }) => {
        await Promise.resolve();
        widths.push(widthPx);
        if (widths.length < count) return;
        end();
        resolve(widths);
      });
    }),
});
