import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { startEngine } from '../../src/workstation/workstation-engine.ts';
import { CALL, FOLDER, type RealApp } from './app.ts';
import { captureAll, exportCase, waitForJob, waitUntil } from './calls.ts';

const CASE = 'BERN 2026/441';

/** Has another station capture these addresses, and keeps its package as an exhibit of this case of the app; the number of the exhibit. Throws SetupError. */
export async function receivePackage(app: RealApp, reference: string, urls: readonly string[]): Promise<string> {
  const path = await makePackage(urls);
  const upload = await app.receiveUpload(createReadStream(path));
  const { job: verified } = await app.calls['package.verify']({ file: { upload }, name: basename(path) }, CALL);
  await waitForJob(app.calls, verified);
  const { job } = await app.calls['package.receive']({ case: reference, keep: true, file: { job: verified }, name: basename(path) }, CALL);
  const exhibit = (await waitForJob(app.calls, job)).received?.exhibit ?? '';
  // Its texts are read into the search afterwards.
  await waitUntil('the contents of the package', async () =>
    (await app.calls['received.list']({}, CALL)).some((one) => one.exhibit === exhibit && one.contents === 'ready'),
  );
  return exhibit;
}

async function makePackage(urls: readonly string[]): Promise<string> {
  const folder = join(FOLDER, 'other-station');
  await mkdir(folder, { mode: 0o700 });
  const engine = await startEngine({
    shell: 'workstation',
    vaultFolder: join(folder, 'vault'),
    stateFolder: join(folder, 'state'),
    tell: () => undefined,
  });
  try {
    const { handlers } = engine;
    const station = { serviceNumber: 'B-221', agency: 'Cantonal police', passphrase: 'four unrelated words here' };
    await handlers['vault.create']({ ...station, noRecovery: true, encrypt: true }, CALL);
    await handlers['cases.create']({ reference: CASE, title: 'Parrots by post', practice: true }, CALL);
    await captureAll(handlers, CASE, urls);
    const done = await waitForJob(handlers, await exportCase(handlers, CASE));
    return done.exported?.path ?? '';
  } finally {
    await engine.close();
  }
}
