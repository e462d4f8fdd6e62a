// Child of the kill tests: opens a vault, exports its case, and ends itself by SIGKILL at a step of the export or of the commit protocol.
import { join } from 'node:path';
import { createVaults } from '../../../src/storage/vaults.ts';
import { makeEnvironment, PASSPHRASE, REFERENCE } from '../../storage/vault-parts.ts';
import { exportCase } from './export-parts.ts';

const [root = '', kind = '', step = '', times = '1'] = process.argv.slice(2);
let left = Number(times);
const dieAt = (reached: string): void => {
  if (reached !== `${kind} ${step}`) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
};
let isOpen = false;
const vaults = createVaults(makeEnvironment(root, { onStep: (name) => dieAt(`${isOpen ? 'commit' : 'recovery'} ${name}`) }));
const vault = await vaults.open({ folder: join(root, 'vault'), passphrase: PASSPHRASE });
const store = vault.openCase(REFERENCE);
isOpen = true;
process.stdout.write('open\n');
// Whoever watches the recovery does not want another export.
if (kind === 'recovery') process.exit(0);
const made = await exportCase(vault, store, root, { onProgress: (progress) => dieAt(`export ${progress.step}`) });
vault.close();
process.stdout.write(`${made.path}\n`);
