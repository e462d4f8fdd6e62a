import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeOver } from '../../support/browser-kinds.ts';
import { captureForTest } from '../../support/captured-page.ts';
import { startTlsServer } from '../../support/tls-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'pugmark-test-'));
let server: Awaited<ReturnType<typeof startTlsServer>>;
beforeAll(async () => {
  server = await startTlsServer(folder);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

describeOver('pipe', 'a page over TLS', (open) => {
  test('opened in spite of its certificate says so, with the chain', async () => {
    const { observation, staging } = await captureForTest(open, server.url, {
      launch: { insecureTls: true },
      input: { options: { pdf: false } },
    });
    expect(observation).toMatchObject({ state: 'sealed', http: { status: 200 } });
    const { tls } = observation;
    expect(tls).toMatchObject({
      protocol: 'TLS 1.3',
      subject: 'localhost',
      issuer: 'localhost',
      subjectAlternativeNames: ['localhost'],
      valid: false,
    });
    const certificate = new X509Certificate(await staging.bytes('tls-chain.pem'));
    expect(tls?.chainSha256).toEqual([`sha256:${createHash('sha256').update(certificate.raw).digest('hex')}`]);
    expect(new Date(tls?.validTo ?? 0).getTime()).toBe(certificate.validToDate.getTime());
    expect(staging.names('tls-chain')).toEqual(['tls-chain.pem']);
  });

  test('with a certificate that nobody trusts is no document', async () => {
    const { observation } = await captureForTest(open, server.url);
    expect(observation).toMatchObject({ state: 'failed', error: { code: 'tls-failed' } });
    expect(observation).not.toHaveProperty('tls');
  });
});
