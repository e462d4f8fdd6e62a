import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { assertNoPersonalData, findPersonalData } from '../../../src/core/personal-data/find-personal-data.ts';
import type { PersonalDataFinding } from '../../../src/core/personal-data/finding.ts';
import { nodeDecompression } from '../../../src/packaging/decompression.ts';

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? new TextEncoder().encode(content) : content);

async function search(
  content: string | Uint8Array,
  { known = [], allowed = [], path = 'data/forms/x.txt' }: { known?: readonly string[]; allowed?: readonly string[]; path?: string } = {},
): Promise<readonly PersonalDataFinding[]> {
  return findPersonalData(nodeDecompression, { files: [{ path, bytes: bytesOf(content) }], known, allowed });
}
const kindsOf = async (content: string | Uint8Array, known: readonly string[] = []): Promise<readonly string[]> => [
  ...new Set((await search(content, { known })).map(({ kind }) => kind)),
];

describe('by its form', () => {
  it.each([
    ['email', 'write to jan.peeters+birds@post.example.be today'],
    ['email', 'jan (at) example (dot) be'],
    ['email', 'jan [at] example [punt] be'],
    ['email', 'jan @ example . be'],
    ['email', 'jan at example dot be'],
    ['email', 'jan\u200B@exam\u00ADple.be'],
    ['email', 'ｊａｎ＠ｅｘａｍｐｌｅ．ｂｅ'],
    ['email', 'élodie@exämple.fr'],
    ['phone', '+32 470 12 34 56'],
    ['phone', '+32470123456'],
    ['phone', '0032 (0)470/12.34.56'],
    ['phone', '0470/12.34.56'],
    ['phone', '02 555 12 34'],
    ['phone', '06.12.34.56.78'],
    ['phone', '+33 (0) 6 12 34 56 78'],
    ['phone', '06-12345678'],
    ['phone', '(020) 7946 0958'],
    ['phone', '+44 20 7946 0958'],
    ['phone', '07911 123456'],
    ['phone', '030 / 901820-12'],
    ['phone', '0151-23456789'],
    ['phone', '+1 (212) 555-0100'],
    ['phone', 'GSM0470123456'],
    ['phone', '0 4 7 0 1 2 3 4 5 6'],
    ['phone', '32470123456'],
    ['phone', '٠٤٧٠١٢٣٤٥٦'],
    ['phone', '𝟎𝟒𝟕𝟎𝟏𝟐𝟑𝟒𝟓𝟔'],
    ['phone', '０４７０ １２ ３４ ５６'],
    ['phone', '0470\u200B12\u200D34\u206056'],
    ['phone', '\u202E0470\u202C123456'],
    ['phone', '0470‒12‒34‒56'],
    ['handle', 'follow @parrot_king for more'],
    ['handle', '＠parrot_king'],
    ['account-address', 'https://www.instagram.com/parrotking/'],
    ['account-address', 'wa.me/somebody'],
    ['account-address', 'https://market.example/user/8812'],
    ['account-address', 'https://jan:pw@market.example/'],
    ['account-address', 'tel:112'],
    ['iban', 'BE68 5390 0754 7034'],
    ['iban', 'be68539007547034'],
    ['iban', 'FR76 3000 6000 0112 3456 7890 189'],
    ['iban', 'NL91ABNA0417164300 please'],
    ['iban', 'BE00 1234 5678 9012'],
    ['iban', 'MT84 MALT 0110 0001 2345 MTLC AST0 01S'],
    ['wallet', 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq'],
    ['wallet', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'],
    ['wallet', '0x52908400098527886E0F7030069857D2E4169EE7'],
    ['ip-address', 'from 203.0.113.7 at noon'],
    ['ip-address', 'http://203.0.113.7/ad'],
    ['ip-address', '2001:db8::8a2e:370:7334'],
  ])('%s: %s', async (kind, text) => {
    expect(await kindsOf(`Before it. ${text} After it.`)).toContain(kind);
    expect(await kindsOf(text)).toContain(kind);
  });

  it('is not seen in counts, keys, digests, codes, times and versions', async () => {
    const harmless = [
      'GBIF 2479247, GBIF 10808416, taxon concept 4521, TSN 180712',
      'species,term,month,count\nLoxodonta africana,IVC,2026-03,12\nPsittacus erithacus,LIV,2026-04,0\n',
      '0,12,3,0,0,45,2,3,11,0,0,7',
      `sha256:${'0123456789'.repeat(6)}abcd sha256:${'04701234567890ab'.repeat(4)} ${'0470123456'.repeat(6)}0000`,
      `${'0'.repeat(120)}04701234`,
      '01234567-0123-4012-8012-012345678901',
      // By chance these read as an account number with right check digits, and as a telephone number.
      'Pugmark-Package: fe7610b1-1a54-4996-bd3b-a43639758410',
      'unpack data/custody/keys/0470123456abcdef.dsse.json seal-key',
      '2026-03-02T23:30:00.000Z 20260302T080000Z 2026-03-02 23:30:00 02/03/2026 00:00:00',
      'pugmark/0.1.0+012345678901 Regulation (EC) No 865/2006, 338/97, (EU) 2016/794, (EU) 2026/1383',
      '0.05 kg, 1 250.5 kg, 1,234,567 specimens, 100 000 000 ads',
      'Chrome/140.0.7339.16 Skia/PDF m140 1.3.6.1.4.1.311 12:30:45 24:00',
      '@media print { a { color: red } } @font-face{src:x} @page { @bottom-right { content: "x" } }',
      '{"@context":{"@vocab":"x"},"@graph":[{"@id":"kb:1","@type":"core:Bundle"}]}',
      'https://www.gbif.org/species/2479247 https://json-schema.org/draft/2020-12/schema',
      'Two are at the dot of the i. No. 12 at 3 EUR.',
      'AAAAAAAAAAAAAAAAAAAAAA== internationalisation 47114711',
    ];
    for (const text of harmless) expect({ text, kinds: await kindsOf(text) }).toEqual({ text, kinds: [] });
    expect(await kindsOf(harmless.join('\n'))).toEqual([]);
    // The control: the same figures where no number of ours stands.
    expect(await kindsOf('fe7610b1 1a54 4996 bd3b')).toEqual(['iban']);
    expect(await kindsOf('0470123456abcdef')).toEqual(['phone']);
  });
});

describe('what the case knows', () => {
  const known = [
    'Jean-Luc Dûpont',
    '+32 470 12 34 56',
    'parrotking',
    'Kerkstraat 12, 9000 Gent',
    'Li',
    '4711',
    'BE-12345',
    '王小明',
    'ЖАН ПЬЕР',
  ];

  it.each([
    ['seller JEAN LUC DUPONT'],
    ['j.e.a.n-l.u.c dupont'],
    ['jeanlucdupont'],
    ['Jеan-Luc Duроnt'],
    ['Je\u200Ban-Luc Du\u0302pont'],
    ['470123456'],
    ['(470) 12-34-56'],
    ['the ParrotKing himself'],
    ['xXparrotkingXx'],
    ['kerkstraat 12 - 9000 gent'],
    ['by Li, again'],
    ['{"operator": "4711"}'],
    ['operator 4711'],
    ['be 12345'],
    ['卖家王小明的电话'],
    ['Жан  пьер'],
  ])('is found however it is written: %s', async (text) => {
    expect(await kindsOf(text, known)).toContain('known-value');
    expect(await kindsOf(text)).not.toContain('known-value');
  });

  it('is not seen where only its letters or figures come up', async () => {
    const text = 'Psittacus erithacus LIV 4711 specimens; list, like, 47 11 01; 12, 34, 70; a parrot, a king; Kerkstraat; 9000; li';
    expect(await kindsOf(text, known)).toEqual([]);
  });

  it('says where and of which kind, and never what', async () => {
    const findings = await findPersonalData(nodeDecompression, {
      files: [
        { path: 'data/README.txt', bytes: bytesOf('nothing here') },
        { path: 'data/forms/parrotking.txt', bytes: bytesOf('ask jan@example.be') },
      ],
      known,
    });
    expect(findings).toEqual([
      { path: 'file 2', place: 'name', kind: 'known-value' },
      { path: 'file 2', place: 'text', kind: 'email' },
    ]);
    const error = { code: 'personal-data-found', details: { path: 'file 2', place: 'name', kind: 'known-value', findings: 2 } };
    expect(() => assertNoPersonalData(findings)).toThrow(expect.objectContaining(error));
    expect(() => assertNoPersonalData(findings)).not.toThrow(/parrotking|jan@/);
    expect(() => assertNoPersonalData([])).not.toThrow();
  });

  it('lets out the contact that a person decided on, and nothing beside it', async () => {
    const contact = 'wildlife desk, desk@agency.example, +32 2 555 00 00';
    expect(await search(`Contact: ${contact}`, { allowed: [contact] })).toEqual([]);
    expect(await search(`Contact: ${contact}`)).not.toEqual([]);
    expect(await search(`Contact: ${contact}; jan@example.be`, { allowed: [contact] })).toHaveLength(1);
    expect(await search(`Contact: ${contact}`, { allowed: [contact], known: ['desk@agency.example'] })).toHaveLength(1);
  });
});

const secret = 'ask jan@example.be';
const utf16 = (text: string, swap: boolean): Uint8Array => {
  const bytes = Buffer.from(text, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};

describe('however it is written down', () => {
  it.each<[string, string | Uint8Array]>([
    ['UTF-16 LE', utf16(secret, false)],
    ['UTF-16 BE', utf16(secret, true)],
    ['UTF-16 at an odd place', Buffer.concat([Buffer.of(7), utf16(secret, false)])],
    ['UTF-8 within other bytes', Buffer.concat([Buffer.of(0, 255, 254, 1, 128), Buffer.from(secret), Buffer.of(0, 200)])],
    ['percent', 'q=ask%20jan%40example%2Ebe'],
    ['percent, twice', 'q=jan%2540example.be'],
    ['decimal references', 'jan&#64;example&#46;be'],
    ['hexadecimal references', 'jan&#x40;example.be'],
    ['named references', 'jan&commat;example&period;be'],
    ['JSON escapes', String.raw`"jan\u0040example\u002ebe"`],
    ['JavaScript escapes', String.raw`'jan\x40example.be'`],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64 without padding, behind other letters', `xy${Buffer.from(`${secret}!`).toString('base64').replaceAll('=', '')}`],
    ['base64url in JSON', JSON.stringify({ x: Buffer.from(`{"m":"${secret}"}`).toString('base64url') })],
    ['base64 of base64', Buffer.from(Buffer.from(`mail: ${secret}`).toString('base64')).toString('base64')],
    [
      'base64 in lines',
      (
        Buffer.from(`${'-'.repeat(50)}${secret}${'-'.repeat(60)}`)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      ).join('\r\n'),
    ],
    ['hexadecimal', Buffer.from(secret).toString('hex')],
    ['hexadecimal UTF-16', utf16(secret, true).toString()],
    ['quoted-printable', 'jan=40example=2Ebe'],
    ['marked up', '<b>jan</b>@<i>example</i>.<span class="x">be</span>'],
    ['in runs of a word processor', '<w:r><w:t>jan@exam</w:t></w:r><w:r><w:t xml:space="preserve">ple.be</w:t></w:r>'],
  ])('%s', async (_, content) => {
    expect(await kindsOf(content)).toContain('email');
  });

  it.each(['卖家王小明的电话', 'ЖАНПЬЕР'])('UTF-16 of other scripts: %s', async (text) => {
    for (const swap of [false, true]) expect(await kindsOf(utf16(text, swap), ['王小明', 'ЖАН ПЬЕР'])).toEqual(['known-value']);
    expect(await kindsOf(utf16(text, false), ['王小朋', 'ЖАН ПОЛ'])).toEqual([]);
  });

  it('does not join what stands in different cells', async () => {
    const cells = ['0', '47', '01', '23', '45', '6'];
    expect(await kindsOf(cells.map((cell) => `<w:tc><w:p><w:r><w:t>${cell}</w:t></w:r></w:p></w:tc>`).join(''))).toEqual([]);
    expect(await kindsOf(cells.map((cell) => `<w:r><w:t>${cell}</w:t></w:r>`).join(''))).toEqual(['phone']);
  });
});

/** A ZIP file with one entry, as small as it can be. */
function zipOf(name: string, content: string | Uint8Array, { packed = true, encrypted = false } = {}): Uint8Array {
  const plain = bytesOf(content);
  const data = packed ? deflateRawSync(plain) : plain;
  const header = (signature: number, before: number): Buffer => {
    const head = Buffer.alloc(before);
    head.writeUInt32LE(signature, 0);
    const at = signature === 0x04034b50 ? 6 : 8;
    head.writeUInt16LE(encrypted ? 1 : 0, at);
    head.writeUInt16LE(packed ? 8 : 0, at + 2);
    head.writeUInt32LE(data.length, at + 12);
    head.writeUInt32LE(plain.length, at + 16);
    head.writeUInt16LE(Buffer.byteLength(name), at + 20);
    return Buffer.concat([head, Buffer.from(name)]);
  };
  const local = Buffer.concat([header(0x04034b50, 30), data]);
  const central = header(0x02014b50, 46);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
}

function pdfOf(dictionary: string, data: Uint8Array, objects = ''): Uint8Array {
  return Buffer.concat([
    Buffer.from(`%PDF-1.4\n${objects}\n4 0 obj\n<< ${dictionary} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from('\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n'),
  ]);
}

describe('in containers', () => {
  it('looks into the files of a docx, at their names, and at what lies between them', async () => {
    for (const packed of [true, false])
      expect(await search(zipOf('word/document.xml', `<w:t>${secret}</w:t>`, { packed }))).toEqual([
        { path: 'data/forms/x.txt', place: 'word/document.xml > text', kind: 'email' },
      ]);
    expect(await kindsOf(zipOf('word/document.xml', '<w:t>twelve ads</w:t>'))).toEqual([]);
    expect(await search(zipOf('word/parrotking.xml', 'x'), { known: ['parrotking'] })).toContainEqual({
      path: 'data/forms/x.txt',
      place: 'a contained file > name',
      kind: 'known-value',
    });
    expect(await kindsOf(zipOf('inner.docx', zipOf('word/document.xml', secret)))).toEqual(['email']);
    expect(await kindsOf(zipOf('media/image1.png', Buffer.from('89504e470d0a1a0a', 'hex')))).toEqual(['picture']);
    expect(await kindsOf(Buffer.concat([zipOf('a.xml', 'x'), Buffer.from(secret)]))).toContain('email');
  });

  it('calls unreadable what it cannot read', async () => {
    expect(await kindsOf(zipOf('word/document.xml', 'x', { encrypted: true }))).toEqual(['unreadable']);
    expect(await kindsOf(zipOf('word/document.xml', 'x').subarray(0, 40))).toContain('unreadable');
    expect(await kindsOf(Buffer.from('1f8b0800', 'hex'))).toEqual(['unreadable']);
    expect(await kindsOf(pdfOf('/Filter /LZWDecode', Buffer.from('x')))).toEqual(['unreadable']);
    expect(await kindsOf(pdfOf('/Filter /FlateDecode', Buffer.from('no deflate data')))).toEqual(['unreadable']);
    expect(await kindsOf(pdfOf('/X 1', Buffer.from(''), '1 0 obj << /Encrypt 5 0 R >> endobj'))).toEqual(['unreadable']);
    expect(await kindsOf(deflateRawSync(Buffer.alloc(100)))).toEqual([]);
  });

  it('bounds what it unpacks', async () => {
    const bomb = deflateSync(Buffer.alloc(17 * 1024 * 1024));
    expect(await kindsOf(pdfOf('/Filter /FlateDecode', bomb))).toEqual(['unreadable']);
  });

  it('looks into the streams, the strings and the names of a PDF', async () => {
    const page = (content: string): Uint8Array => pdfOf('/Filter /FlateDecode', deflateSync(Buffer.from(content)));
    expect(await kindsOf(page('BT (ask jan@) Tj ET'))).toEqual([]);
    expect(await kindsOf(page('BT /F1 12 Tf (ask jan@example.be) Tj ET'))).toEqual(['email']);
    expect(await kindsOf(page(String.raw`BT (jan\100example.be) Tj ET`))).toEqual(['email']);
    expect(await kindsOf(page('BT [(+32 4) -20 (70 12) 30 (34 56)] TJ ET'))).toEqual(['phone']);
    expect(await kindsOf(page(`BT <${Buffer.from(secret).toString('hex')}> Tj ET`))).toEqual(['email']);
    const title = `feff${Buffer.from(Buffer.from(secret, 'utf16le').swap16()).toString('hex')}`;
    expect(await kindsOf(pdfOf('/X 1', Buffer.from(''), `1 0 obj << /Title <${title}> >> endobj`))).toEqual(['email']);
    expect(await kindsOf(pdfOf('/X 1', Buffer.from(''), '1 0 obj << /Author (Jan Peeters) >> endobj'), ['Peeters'])).toEqual([
      'known-value',
    ]);
    expect(await kindsOf(pdfOf('/X 1', Buffer.from(''), '1 0 obj << /jan#40example.be 1 >> endobj'))).toEqual(['email']);
    expect(await kindsOf(pdfOf('/Type /Metadata /Subtype /XML', Buffer.from(`<dc:x>${secret}</dc:x>`)))).toEqual(['email']);
    expect(await kindsOf(pdfOf('/Subtype /Image /Filter /DCTDecode', Buffer.of(255, 216)))).toEqual(['picture']);
    // How a page is drawn is numbers, and none of them is a telephone number.
    expect(await kindsOf(page('1 0 0 1 72 720 cm 0 0 612 792 re 0 12.5 33.75 400 l 0.24 0 0 -.24 0 841 cm'))).toEqual([]);
  });
});
