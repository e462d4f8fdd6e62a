// Child of the kill tests: opens a vault, captures, and ends itself by SIGKILL right after the n-th time a named step was done.
import { join } from 'node:path';
import { captureAd, makeEnvironment, makeVaults, PASSPHRASE, REFERENCE } from '../vault-parts.ts';

const [root = '', step = '', times = '1'] = process.argv.slice(2);
let left = Number(times);
const vaults = makeVaults(
  makeEnvironment(root, {
    onStep: (name) => {
      if (name !== step) return;
      left -= 1;
      if (left === 0) process.kill(process.pid, 'SIGKILL');
    },
  }),
);
const vault = await vaults.open({ folder: join(root, 'vault'), passphrase: PASSPHRASE });
const store = vault.openCase(REFERENCE);
process.stdout.write('open\n');
const session = store.startSession({});
for (let i = 0; i < 2; i += 1) {
  const big = { name: 'tile.png', bytes: new Uint8Array(1_000_000).fill(i) };
  await captureAd(store, session, {}, [big]);
  store.abandonAttempt(
    store.startAttempt(session, { requestedUrl: 'https://gone.example/', clickedAt: '2026-03-02T08:00:00.000Z' }),
    'capture.failed',
    { code: 'dns-failed' },
  );
}
await store.keepDerivative({
  exhibit: 'E-0001',
  original: 'text.txt',
  masks: [{ kind: 'span', start: 0, end: 17, reason: 'minor' }],
  mediaType: 'text/plain; charset=utf-8',
  bytes: new TextEncoder().encode('[REDACTED: minor] in each'),
});
store.endSession(session, { captures: 4 });
vault.close();
process.stdout.write('done\n');
