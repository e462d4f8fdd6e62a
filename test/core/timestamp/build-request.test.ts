import { describe, expect, it } from 'vitest';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildTimestampRequest } from '../../../src/core/timestamp/build-request.ts';
import { makeTimeAuthority, serveTimeAuthority, TEST_POLICY } from '../../support/time/time-authority.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const digest = new Uint8Array(createHash('sha256').update('a pugmark').digest());

describe('buildTimestampRequest', () => {
  it('is read by openssl as it was meant', () => {
    const request = buildTimestampRequest({ hash: 'sha256', digest, nonce: Uint8Array.of(0x80, 1, 2, 3, 4, 5, 6, 7), policy: TEST_POLICY });
    const file = join(tempFolder(), 'request.tsq');
    writeFileSync(file, request);
    const shown = spawnSync('openssl', ['ts', '-query', '-in', file, '-text'], { encoding: 'utf8' }).stdout;
    expect(shown).toContain('Version: 1');
    expect(shown).toContain(`Policy OID: ${TEST_POLICY}`);
    expect(shown).toContain('Nonce: 0x8001020304050607');
    expect(shown).toContain('Certificate required: yes');
  });

  it('is answered by an authority', async () => {
    const served = await serveTimeAuthority(makeTimeAuthority(tempFolder()));
    const request = buildTimestampRequest({ hash: 'sha256', digest, nonce: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) });
    const response = await fetch(served.authority.url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: Uint8Array.from(request),
    });
    expect(response.status).toBe(200);
    const tsr = new Uint8Array(await response.arrayBuffer());
    expect(tsr.length).toBeGreaterThan(1000);
    expect([...tsr.subarray(4, 9)]).toEqual([0x30, 0x03, 0x02, 0x01, 0x00]);
  });
});
