import { gunzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCanonicalJson } from '../../../src/core/canonical/canonical-json.ts';
import { secretsSchema, type Secrets } from '../../../src/core/model/secrets.ts';
import type { RecordedExchange } from '../../../src/core/model/exchange.ts';
import { restoreSecrets } from '../../../src/capture/archive/restore-secrets.ts';
import { isSecretBody } from '../../../src/capture/archive/secret-fields.ts';
import { createSecretKeeper, type SecretKeeper } from '../../../src/capture/archive/secret-keeper.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { countingRandom, frozenClock, sketchExchange, spoolBody } from '../../support/synthetic-exchange.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeTestArchive, type WrittenArchive } from '../../support/written-archive.ts';
import { readZipEntry } from '../../support/read-zip.ts';

const COOKIE = 'sid=s3cr3t-session-value';
const BEARER = 'eyJhbGciOi.J9.signature';
const PASSWORD_BODY = 'user=me&pass%77ord=hunter2-hunter2';
const EVERY_SECRET = ['s3cr3t-session-value', BEARER, 'hunter2-hunter2', 'csrf-0123456789', 'caf\xe9-cookie-value', 'proxy-credential'];

function exchangesWithSecrets(): readonly RecordedExchange[] {
  const folder = tempFolder();
  return [
    sketchExchange({
      url: 'https://ads.example/login',
      method: 'POST',
      requestHeaders: [
        ['Host', 'ads.example'],
        ['Content-Length', '34'],
        ['X-CSRF-Token', 'csrf-0123456789'],
        ['Proxy-Authorization', 'Basic proxy-credential'],
      ],
      requestBody: spoolBody(folder, PASSWORD_BODY),
      status: 302,
      headers: [
        ['Location', '/ad?from=login'],
        ['Set-Cookie', `${COOKIE}; Path=/; HttpOnly`],
        ['Set-Cookie', 'other=caf\xe9-cookie-value'],
        ['Set-Cookie', 'lang=fr'],
      ],
    }),
    sketchExchange({
      url: 'https://ads.example/ad?from=login',
      requestHeaders: [
        ['cookie', `${COOKIE}; lang=fr; other=caf\xe9-cookie-value`],
        ['Authorization', `Bearer ${BEARER}`],
        ['X-Homemade', 's3cr3t-session-value'],
        ['Accept-Language', 'fr'],
      ],
      headers: [
        ['Content-Type', 'text/html'],
        ['X-Echo', `you are ${BEARER}`],
      ],
      body: spoolBody(folder, '<p>An ad. [withheld sha256:' + '0'.repeat(64) + ']</p>'),
    }),
    sketchExchange({ url: 'https://ads.example/search', method: 'POST', requestBody: spoolBody(folder, '{"query":"ivory","page":2}') }),
  ];
}

async function writeTwice(): Promise<{ readonly open: WrittenArchive; readonly withheld: WrittenArchive }> {
  const exchanges = exchangesWithSecrets();
  const openKeeper: SecretKeeper = {
    redactHeaders: (headers) => ({ headers, withheld: [] }),
    redactBody: () => Promise.resolve(undefined),
    files: () => [],
    secrets: () => ({ format: 'secrets/v1', secrets: [] }),
  };
  const input = { clock: frozenClock };
  return {
    open: await writeTestArchive(exchanges, { ...input, random: countingRandom(), secrets: openKeeper }),
    withheld: await writeTestArchive(exchanges, { ...input, random: countingRandom() }),
  };
}

const warcOf = async (written: WrittenArchive): Promise<Buffer> =>
  gunzipSync(await readZipEntry(join(written.staging.folder, 'archive.wacz'), 'archive/data.warc.gz'));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe('credentials', () => {
  it('are nowhere in an archive, compressed or not, and all in the file of secrets', async () => {
    const { open, withheld } = await writeTwice();
    const zip = readFileSync(join(withheld.staging.folder, 'archive.wacz'));
    const plain = await Promise.all(
      ['archive/data.warc.gz', 'indexes/index.cdx', 'pages/pages.jsonl', 'datapackage.json'].map((name) =>
        readZipEntry(join(withheld.staging.folder, 'archive.wacz'), name),
      ),
    );
    const everything = Buffer.concat([zip, ...plain, await warcOf(withheld)]).toString('latin1');
    const secrets = parseCanonicalJson(readFileSync(join(withheld.staging.folder, 'secrets.json')), secretsSchema);
    const values = secrets.secrets.map(({ value = '' }) => Buffer.from(value, 'base64').toString('latin1'));
    for (const secret of EVERY_SECRET) {
      expect(everything).not.toContain(secret);
      expect(values.some((value) => value.includes(secret))).toBe(true);
    }
    const inOpen = (await warcOf(open)).toString('latin1');
    expect(EVERY_SECRET.filter((secret) => !inOpen.includes(secret))).toEqual([]);
    expect(everything).toContain('{"query":"ivory","page":2}');
    expect(everything).toContain('Accept-Language: fr');
    expect(withheld.read.problems).toEqual([]);
    expect(withheld.artifacts.map(({ role }) => role)).toEqual(['wacz', 'secrets']);
    expect(open.artifacts.map(({ role }) => role)).toEqual(['wacz']);
  });

  it('put back, give the records as they would have been, byte for byte', async () => {
    const { open, withheld } = await writeTwice();
    const original = await warcOf(open);
    const redacted = await warcOf(withheld);
    expect(redacted.equals(original)).toBe(false);
    const pieces: Uint8Array[] = [];
    for await (const piece of restoreSecrets(once(redacted), withheld.secrets.secrets(), nodeHashing)) pieces.push(piece);
    expect(Buffer.concat(pieces).equals(original)).toBe(true);
    const [first, ...rest] = withheld.secrets.secrets().secrets;
    const forged: Secrets = { format: 'secrets/v1', secrets: [{ ...(first ?? neverEmpty()), value: 'AAAA' }, ...rest] };
    await expect(restoreSecrets(once(redacted), forged, nodeHashing).next()).rejects.toMatchObject({ code: 'record-invalid' });
  });

  it('have one marker for one value, wherever it stands', () => {
    const exchanges = exchangesWithSecrets();
    const keeper = createSecretKeeper({ exchanges, random: countingRandom(), hashing: nodeHashing });
    const sent = keeper.redactHeaders([['Cookie', COOKIE]], 'request-header');
    const again = keeper.redactHeaders([['COOKIE', COOKIE]], 'request-header');
    const other = keeper.redactHeaders([['Cookie', `${COOKIE}x`]], 'request-header');
    expect(sent.headers[0]?.[1]).toMatch(/^\[withheld sha256:[0-9a-f]{64}\]$/);
    expect(again.headers[0]?.[1]).toBe(sent.headers[0]?.[1]);
    expect(other.headers[0]?.[1]).not.toBe(sent.headers[0]?.[1]);
    expect(keeper.redactHeaders([['Location', '/x?sid=s3cr3t-session-value']], 'response-header').withheld).toEqual([]);
  });
});

describe('fields of a site that sets very many cookies', () => {
  it('are searched for all of them', () => {
    const cookies = Array.from({ length: 50_000 }, (_, i): [string, string] => ['Set-Cookie', `c=cookie-value-${i};path=/`]);
    const exchanges = [sketchExchange({ url: 'https://site.example/', headers: cookies })];
    const keeper = createSecretKeeper({ exchanges, random: countingRandom(), hashing: nodeHashing });
    const fields = Array.from({ length: 5_000 }, (_, i): [string, string] => [`x-${i}`, `cookie-value, cookie-valu ${i}`]);
    expect(keeper.redactHeaders(fields, 'response-header').withheld).toEqual([]);
    expect(keeper.redactHeaders([['x-echo', 'a=cookie-value-4999b']], 'response-header').withheld).toEqual(['x-echo']);
    expect(keeper.redactHeaders([['x-none', 'a=cookie-value-x']], 'response-header').withheld).toEqual([]);
  });
});

const is = (text: string): boolean => isSecretBody(Buffer.from(text));

describe('a request body', () => {
  it('is a credential when a field of it is named like one', () => {
    for (const body of [
      'a=1&password=x',
      'login%5Bpassword%5D=x',
      'user.pass=x',
      'ACCESS_TOKEN=x',
      '{"user":"u","Passwd" : "x"}',
      '{"variables":"{\\"new-password\\":\\"x\\"}"}',
      'variables=%7B%22otp%22%3A%22123%22%7D',
      '--b\r\nContent-Disposition: form-data; name="user[password]"\r\n\r\nx\r\n--b--',
      '[{"a":[{"client_secret":"x"}]}]',
      '{"user.login[password]":"x"}',
      '{"a":"{\\"b\\":\\"{\\\\\\"password\\\\\\":1}\\"}"}',
    ]) {
      expect([body, is(body)]).toEqual([body, true]);
    }
  });

  it('is none when it only talks about one', () => {
    for (const body of [
      'q=password',
      'next_page_token=x',
      '{"query":"password reset","passport":1}',
      '{"text":"my password: x"}',
      '--b\r\nContent-Disposition: form-data; name="file"; filename="password.txt"\r\n\r\nx\r\n--b--',
      '',
    ]) {
      expect([body, is(body)]).toEqual([body, false]);
    }
  });
});

describe('a request body made to be searched for ever', () => {
  it.each([
    ['quotes behind backslashes', '\\"'],
    ['keys without a name', '":'],
    ['keys with a gap', '"a"  '],
    ['names without an end', 'name="'],
  ])('of %s is searched like any other', (_, unit) => {
    const body = unit.repeat((8 * 1024 * 1024) / unit.length);
    expect(is(body)).toBe(false);
    expect(is(`${body}x","password":1`)).toBe(true);
  });
});

const post = (body: Buffer): RecordedExchange =>
  sketchExchange({ url: 'https://ads.example/upload', method: 'POST', requestBody: spoolBody(tempFolder(), body) });

describe('a long request body', () => {
  const MEGABYTE = 1024 * 1024;
  /** An upload of 17 MiB with a field of this name at some place of it. */
  function upload(name: string, at: number): Buffer {
    const body = Buffer.alloc(17 * MEGABYTE, 'x');
    body.write(`\r\nContent-Disposition: form-data; name="${name}"\r\n\r\nhunter2-hunter2\r\n`, at);
    return body;
  }
  it.each([
    ['at its start', 100],
    ['across two pieces of the search', 8 * MEGABYTE - 45],
    ['at its end', 17 * MEGABYTE - 100],
  ])('with a credential %s is withheld whole, in a file of its own, and can be put back', async (_, at) => {
    const body = upload('password', at);
    const written = await writeTestArchive([post(body)]);
    expect(written.read.problems).toEqual([]);
    expect(written.artifacts.map(({ role, name }) => [role, name])).toEqual([
      ['wacz', 'archive.wacz'],
      ['secrets', 'secrets.json'],
      ['secrets', 'secret-0001.bin'],
    ]);
    expect((await written.staging.bytes('secret-0001.bin')).equals(body)).toBe(true);
    const secrets = parseCanonicalJson(await written.staging.bytes('secrets.json'), secretsSchema);
    const warc = await warcOf(written);
    expect(warc.includes('hunter2-hunter2')).toBe(false);
    const read = (name: string): Promise<Buffer> => written.staging.bytes(name);
    const pieces: Uint8Array[] = [];
    for await (const piece of restoreSecrets(once(warc), secrets, nodeHashing, read)) pieces.push(piece);
    expect(Buffer.concat(pieces).includes(body)).toBe(true);
    const forged = restoreSecrets(once(warc), secrets, nodeHashing, () => Promise.resolve(Buffer.from('another')));
    await expect(forged.next()).rejects.toMatchObject({ code: 'record-invalid' });
  });

  it('without a credential stays in the archive', async () => {
    const written = await writeTestArchive([post(upload('picture', 100))]);
    expect(written.artifacts.map(({ role }) => role)).toEqual(['wacz']);
    expect((await warcOf(written)).includes('hunter2-hunter2')).toBe(true);
  });

  it('stands once in the secrets, however often it was sent', async () => {
    const body = upload('password', 100);
    const { artifacts, secrets } = await writeTestArchive([post(body), post(body)]);
    expect(artifacts.filter(({ role }) => role === 'secrets')).toHaveLength(2);
    expect(secrets.secrets().secrets).toMatchObject([{ file: 'secret-0001.bin', found: [{ kind: 'request-body' }] }]);
  });
});

function neverEmpty(): never {
  throw new Error('Nothing was withheld');
}
