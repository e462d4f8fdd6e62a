import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyPackage } from '../../../src/core/package/verify-package.ts';
import { readKnownViewers, readStartHere } from '../../../src/engine/verifier-pages.ts';
import { composeVerifyPorts } from '../../../src/engine/verify-ports.ts';
import { openPackage } from '../../../src/packaging/open-package.ts';
import { captureAd, makeCase, makeFixture } from '../../storage/vault-fixture.ts';
import { exportCase, makeGround } from './export-parts.ts';
import { unpack } from './unpacked.ts';

it('a package has START-HERE.html as it was built, sealed, named in its README, and known to whoever verifies it', async () => {
  const fixture = makeFixture();
  const vault = await fixture.init();
  const store = makeCase(vault);
  const session = store.startSession({});
  await captureAd(store, session);
  store.endSession(session, {});
  const viewer = readStartHere();
  const { path } = await exportCase(vault, store, fixture.root, { ground: makeGround({ viewer }) });
  const bag = unpack(path);
  const read = (name: string): string => readFileSync(join(bag, name), 'utf8');
  expect(readFileSync(join(bag, 'START-HERE.html')).equals(viewer.bytes)).toBe(true);
  const digest = viewer.sha256.slice('sha256:'.length);
  expect(read('tagmanifest-sha256.txt')).toContain(`${digest}  START-HERE.html\n`);
  expect(read('data/README.txt')).toContain(digest);

  const opened = await openPackage(path);
  const { integrity } = (await verifyPackage(composeVerifyPorts(), opened, { viewers: readKnownViewers() })).axes;
  await opened.close();
  const told = [...integrity.findings, ...integrity.notes].filter(({ subject }) => subject === 'START-HERE.html');
  expect(told).toEqual([]);
});
