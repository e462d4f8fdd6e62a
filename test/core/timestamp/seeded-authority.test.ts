import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { toUtf8 } from '../../../src/core/digest/encoding.ts';
import { buildPemCertificate } from '../../../src/core/timestamp/pem.ts';
import { verifyTimestamp } from '../../../src/core/timestamp/verify-timestamp.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { isTokenVerifiedByOpenssl, makeTstInfo, wrapToken } from '../../support/time/made-token.ts';
import { makeSeededAuthority } from '../../support/time/seeded-authority.ts';
import { timestampPorts } from '../../support/time/token-bench.ts';

const SUBJECT = toUtf8('a checkpoint note\n');
const GEN_TIME = new Date('2026-03-02T09:00:00Z');

it('makes tokens that openssl accepts as we do, the same ones every time', async () => {
  const folder = tempFolder();
  const make = (): Uint8Array =>
    wrapToken(makeSeededAuthority({ seed: 'one', name: 'Authority' }).sign(makeTstInfo({ subject: SUBJECT, genTime: GEN_TIME })));
  const { root } = makeSeededAuthority({ seed: 'one', name: 'Authority' });
  const pem = buildPemCertificate(root);
  const certificateFile = join(folder, 'root.pem');
  writeFileSync(certificateFile, pem);
  const response = make();
  expect(make()).toEqual(response);
  const { findings } = await verifyTimestamp(timestampPorts, { subject: SUBJECT, response, roots: [root] });
  expect(findings).toEqual([]);
  const question = { response, root: { name: 'Root', certificateFile, keyFile: '', pem, der: root }, at: GEN_TIME };
  expect(isTokenVerifiedByOpenssl(folder, { ...question, subject: SUBJECT })).toBe(true);
  expect(isTokenVerifiedByOpenssl(folder, { ...question, subject: toUtf8('another') })).toBe(false);
});
