import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildRawZip, type RawEntry } from '../../support/raw-zip.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { isLongTier } from '../../support/tier.ts';
import { collect, packFiles, readBytes, tell } from '../../support/zip-bytes.ts';

const plain = { name: 'bag/a.txt', content: 'ivory' } as const;
const next = { name: 'bag/b.txt', content: 'horn' } as const;
const packed = { name: 'bag/b.txt', content: 'horn '.repeat(40), deflate: true } as const;

/** Everything that reading and streaming a container reveals. */
async function inspect(
  bytes: Uint8Array,
): Promise<{ readonly codes: readonly string[]; readonly contents: Readonly<Record<string, string>> }> {
  const { source, findings } = await readBytes(bytes);
  const codes = findings.map(({ code }) => code as string);
  const contents: Record<string, string> = {};
  for (const { path } of source.entries) {
    try {
      contents[path] = (await collect(source.stream(path))).toString('latin1');
    } catch (fault) {
      codes.push((fault as { code: string }).code);
    }
  }
  return { codes, contents };
}

describe('readZip', () => {
  const files = { 'bag/a.txt': 'ivory '.repeat(9), 'bag/data/b.png': 'not packed', 'bag/data/c/d.txt': '' };
  const canonical = packFiles(files);

  it('finds nothing in a container in its one form', async () => {
    const { codes, contents } = await inspect(await canonical);
    expect(codes).toEqual([]);
    expect(contents).toEqual(files);
  });

  it('notices every changed byte', async () => {
    const bytes = await canonical;
    const unnoticed: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      for (const flip of [0x01, 0x20, 0x80, 0xff]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        const noticed = await inspect(changed).then(
          ({ codes }) => codes.length > 0,
          (fault: unknown) => (fault as { code: string }).code === 'package-unreadable',
        );
        if (!noticed) unnoticed.push(`${at}^${flip}`);
      }
    }
    expect(unnoticed).toEqual([]);
  });

  it('never fails otherwise, whatever the bytes are, and never takes changed ones for the same', async () => {
    const bytes = await canonical;
    const change = fc.record({ at: fc.nat(bytes.length), remove: fc.nat(40), insert: fc.uint8Array({ maxLength: 40 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        let changed = bytes;
        for (const { at, remove, insert } of changes)
          changed = Buffer.concat([changed.subarray(0, at), insert, changed.subarray(at + remove)]);
        fc.pre(!changed.equals(bytes));
        const found = await inspect(changed).catch((fault: unknown) => ({ codes: [(fault as { code?: string }).code ?? String(fault)] }));
        expect(found.codes).not.toEqual([]);
        for (const code of found.codes) {
          expect([
            'container-not-canonical',
            'name-duplicate',
            'name-unsafe',
            'entry-kind-refused',
            'size-limit',
            'input-unreadable',
            'package-unreadable',
          ]).toContain(code);
        }
      }),
      { numRuns: 250 },
    );
  });

  it('says in one line when it is no ZIP file, or only the beginning of one', async () => {
    await expect(readBytes(Buffer.from('%PDF-1.7 not a package'))).rejects.toMatchObject({
      code: 'package-unreadable',
      message: 'test.zip is not a ZIP file: it has no end record',
    });
    await expect(readBytes(Buffer.alloc(0))).rejects.toMatchObject({ code: 'package-unreadable' });
    await expect(readBytes((await canonical).subarray(0, -30))).rejects.toMatchObject({
      code: 'package-unreadable',
      message: expect.stringContaining('cut off') as string,
    });
  });

  it('names a package that is cut off anywhere, also behind an archive within it', async () => {
    const top = 'be-1_prosecutor_20261122T030000Z';
    const inner = await canonical;
    const bytes = await packFiles({
      [`${top}/bag-info.txt`]: 'x',
      [`${top}/data/archive.wacz`]: inner,
      [`${top}/data/z.txt`]: 'z'.repeat(99),
    });
    expect((await readBytes(bytes)).findings).toEqual([]);
    const unnamed: number[] = [];
    for (let length = 30 + top.length + 1; length < bytes.length; length += 1) {
      const { source, findings } = await readBytes(bytes.subarray(0, length));
      if (findings[0]?.code !== 'container-not-canonical' || source.entries.some(({ path }) => !path.startsWith(top))) unnamed.push(length);
    }
    expect(unnamed).toEqual([]);
  });

  it('reads what has bytes before or after it, and says so', async () => {
    const bytes = await canonical;
    for (const changed of [Buffer.concat([Buffer.from('MZ stub'), bytes]), Buffer.concat([bytes, Buffer.from('more')])]) {
      const { codes, contents } = await inspect(changed);
      expect(codes).toEqual(['container-not-canonical']);
      expect(contents).toEqual(files);
    }
  });

  const odd: readonly [string, readonly RawEntry[], readonly string[]][] = [
    ['a gap between entries', [{ ...plain, gap: 3 }, next], ['container-not-canonical bag/b.txt']],
    ['a gap before the directory', [plain, { ...next, gap: 3 }], ['container-not-canonical bag/b.txt']],
    ['a packed entry', [plain, packed], ['container-not-canonical bag/b.txt']],
    ['the same name twice', [plain, plain], ['name-duplicate bag/a.txt']],
    ['a name in another case', [{ ...plain, name: 'bag/A.txt' }, plain], ['name-duplicate bag/a.txt']],
    [
      'a name in another Unicode form',
      [
        { ...plain, name: 'bag/e\u0301' },
        { ...plain, name: 'bag/\u00e9' },
      ],
      ['name-duplicate bag/\u00e9'],
    ],
    ['a file where a folder is', [plain, { ...plain, name: 'bag/a.txt/b' }], ['name-duplicate bag/a.txt']],
    ['entries out of order', [next, plain], ['container-not-canonical bag/a.txt']],
    ['a folder', [{ name: 'bag/' }, plain], ['container-not-canonical bag/']],
    [
      'two times',
      [
        plain,
        { ...next, local: (bytes) => bytes.writeUInt32LE(0x5a21_0000, 10), central: (bytes) => bytes.writeUInt32LE(0x5a21_0000, 12) },
      ],
      ['container-not-canonical bag/b.txt'],
    ],
    ['a name that is not UTF-8', [{ ...plain, name: Buffer.from('bag/\xe9', 'latin1') }], ['name-unsafe bag/\ufffd']],
    [
      'an executable',
      [{ ...plain, central: (bytes) => bytes.writeUInt32LE(0o100755 * 0x10000, 38) }],
      ['container-not-canonical bag/a.txt'],
    ],
  ];
  it.each(odd)('names %s', async (_, entries, expected) => {
    expect(tell(await readBytes(buildRawZip(entries)))).toEqual(expected);
  });

  it.each([
    ['/etc/passwd', 'root'],
    ['../bag/a', 'another folder'],
    ['bag/../../a', 'another folder'],
    ['bag/./a', 'another folder'],
    ['bag//a', 'empty'],
    ['bag\\a', 'backslash'],
    ['C:a', 'drive'],
    ['bag/a:stream', 'Windows'],
    ['bag/a\u0000b', 'not seen'],
    ['bag/a\nb', 'not seen'],
    ['bag/\u202egnp.exe', 'not seen'],
    ['bag/a\u200b', 'not seen'],
    ['bag/con', 'device'],
    ['bag/Nul.txt', 'device'],
    ['bag/COM\u00b9.log', 'device'],
    ['bag/aux .txt', 'device'],
    ['bag/a.', 'dot'],
    ['bag/a ', 'dot'],
    ['bag./a', 'dot'],
    ['bag/ a', 'blank'],
    ['bag/a?', 'Windows'],
    [`bag/${'a'.repeat(256)}`, 'too long'],
    [`bag/${'é'.repeat(128)}`, 'too long'],
    ['', 'empty'],
  ])('names the unsafe name %j', async (name, reason) => {
    const found = (await readBytes(buildRawZip([{ name }]))).findings.filter(({ code }) => code === 'name-unsafe');
    expect(found.map(({ message }) => message)).toEqual([expect.stringContaining(reason)]);
  });

  it.each(['bag/console.txt', 'bag/.hidden', 'bag/a b', 'bag/a..b', 'bag/日本', 'bag/com10', `bag/${'a'.repeat(255)}`, '~a/%41'])(
    'takes the safe name %j',
    async (name) => {
      expect((await readBytes(buildRawZip([{ name }]))).findings).toEqual([]);
    },
  );

  it('bounds names', async () => {
    const long = `bag${'/abcdefg'.repeat(130)}`;
    expect(tell(await readBytes(buildRawZip([{ name: long }])))).toEqual([expect.stringMatching(/^size-limit bag\/abcdefg/)]);
  });

  it.each([
    ['symbolic link', 0o120777],
    ['device', 0o020666],
    ['pipe', 0o010644],
  ])('refuses a %s, whichever system wrote it', async (_, mode) => {
    for (const madeBy of [0x032d, 0x0014]) {
      const central = (bytes: Buffer): void => {
        bytes.writeUInt16LE(madeBy, 4);
        bytes.writeUInt32LE(mode * 0x10000, 38);
      };
      expect(tell(await readBytes(buildRawZip([{ ...plain, central }])))).toContain('entry-kind-refused bag/a.txt');
    }
  });

  const unreadable: readonly [string, RawEntry][] = [
    ['encrypted', { ...plain, local: (bytes) => bytes.writeUInt16LE(0x0809, 6), central: (bytes) => bytes.writeUInt16LE(0x0809, 8) }],
    ['packed by an unknown method', { ...plain, claim: { method: 12 } }],
    ['stored with two sizes', { ...plain, claim: { sizeBytes: 6 } }],
    ['said to begin elsewhere', { ...plain, central: (bytes) => bytes.writeUInt32LE(7, 42) }],
    ['larger than the container', { ...plain, claim: { sizeBytes: 900, packedBytes: 900 } }],
    ['called otherwise in its header', { ...plain, local: (bytes) => bytes.write('z', 34) }],
    ['said to have sizes that are nowhere', { ...plain, central: (bytes) => bytes.writeUInt32LE(0xffffffff, 24) }],
  ];
  it.each(unreadable)('does not read what is %s', async (_, entry) => {
    const { source, findings } = await readBytes(buildRawZip([entry]));
    expect(findings.map(({ code }) => code)).toContain('container-not-canonical');
    await expect(collect(source.stream('bag/a.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  const differing: readonly [string, RawEntry][] = [
    ['a CRC that differs', { ...plain, claim: { crc32: 1 } }],
    ['less than it says', { ...packed, claim: { sizeBytes: 201 } }],
    ['more than it says', { ...packed, claim: { sizeBytes: 199 } }],
  ];
  it.each(differing)('stops while streaming at %s', async (_, entry) => {
    const { source, findings } = await readBytes(buildRawZip([entry]));
    expect(findings.length).toBe(entry.deflate === true ? 1 : 0);
    await expect(collect(source.stream(entry.name as string))).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('reads no entry that overlaps another', async () => {
    const bytes = buildRawZip([plain, { ...plain, name: 'bag/b.txt' }]);
    const at = bytes.lastIndexOf('bag/b.txt') - 4;
    bytes.writeUInt32LE(0, at);
    const { source, findings } = await readBytes(bytes);
    expect(findings.map(({ code }) => code)).toContain('container-not-canonical');
    await expect(collect(source.stream('bag/b.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
    expect((await collect(source.stream('bag/a.txt'))).toString()).toBe('ivory');
  });

  it('unpacks no bomb: not what says more than deflate can hold, nor what is beyond the limit, nor more than was said', async () => {
    const bomb = { name: 'bag/a.txt', content: Buffer.alloc(1_000_000), deflate: true };
    for (const sizeBytes of [1_500_000, 300_000_000, 0xffffffff + 5]) {
      const { source, findings } = await readBytes(buildRawZip([{ ...bomb, claim: { sizeBytes } }]));
      expect(findings.map(({ code }) => code)).toContain('size-limit');
      await expect(collect(source.stream('bag/a.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
    }
    const quiet = await readBytes(buildRawZip([{ ...bomb, claim: { sizeBytes: 10 } }]));
    await expect(collect(quiet.source.stream('bag/a.txt'))).rejects.toMatchObject({ code: 'input-unreadable' });
    const honest = await readBytes(buildRawZip([bomb]));
    expect(honest.findings.map(({ code }) => code)).toEqual(['container-not-canonical']);
    expect((await collect(honest.source.stream('bag/a.txt'))).length).toBe(1_000_000);
  });

  // 100,000 of them in a whole package: test/core/package/tamper/container.test.ts.
  it('goes through empty files and tells no more findings than a reader can use', async () => {
    const count = isLongTier() ? 100_000 : 5_000;
    const entries = Array.from({ length: count }, (_, i) => ({ name: `bag/${String(i).padStart(6, '0')}` }));
    const { source, findings } = await readBytes(buildRawZip(entries));
    expect([source.entries.length, findings.length]).toEqual([count, 0]);
    const unsafe = await readBytes(buildRawZip(entries.slice(0, 2_000).map(({ name }) => ({ name: `${name}:` }))));
    expect(unsafe.findings.length).toBe(100);
    expect(unsafe.findings.at(-1)?.message).toContain('and 1900 more');
  });

  it('reads no more entries than the limit', async () => {
    const bytes = buildRawZip(Array.from({ length: 200_001 }, (_, i) => ({ name: String(i).padStart(6, '0') })));
    const { source, findings } = await readBytes(bytes);
    expect([source.entries.length, findings.map(({ code }) => code)]).toEqual([0, expect.arrayContaining(['size-limit'])]);
  });

  it('reads what Python zipped, and says that it is another form', async () => {
    const file = join(tempFolder(), 'python.zip');
    const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
    z.writestr('bag/a.txt', 'ivory' * 50)
    z.writestr('bag/b.txt', 'horn')
`;
    expect(spawnSync('python3', ['-c', script, file]).status).toBe(0);
    const { codes, contents } = await inspect(readFileSync(file));
    expect([...new Set(codes)]).toEqual(['container-not-canonical']);
    expect(contents).toEqual({ 'bag/a.txt': 'ivory'.repeat(50), 'bag/b.txt': 'horn' });
    const { findings } = await readBytes(readFileSync(file));
    expect(findings[0]?.message).toContain('unpack it and verify the folder');
  });

  it('gives random access to what is stored', async () => {
    const { source } = await readBytes(await canonical);
    const stored = source.open('bag/data/b.png');
    expect(Buffer.from((await stored?.read(4, 6)) ?? []).toString()).toBe('packed');
    await expect(stored?.read(4, 7)).rejects.toMatchObject({ code: 'input-unreadable' });
    expect((await readBytes(buildRawZip([packed]))).source.open('bag/b.txt')).toBeUndefined();
    expect(() => source.open('bag/none')).toThrow(/not there/);
  });
});
