import { describe, expect, it } from 'vitest';
import { parseAddresses } from '../../src/app/capture-addresses.ts';

const A = 'https://ads.test/a?x=1,2;3';
const B = 'https://ads.test/b';

describe('parseAddresses', () => {
  it.each([
    [
      'a list, with commas in an address',
      'paste',
      `# mine\n${A}\n\n${B}\n`,
      [
        [A, 'paste:2'],
        [B, 'paste:4'],
      ],
    ],
    [
      'a column named by its header, quoted, over several lines',
      'x.csv',
      `seller;URL;note\r\n"Tusk; Co";"${A}";"two\r\nlines"\r\n;${B};\r\n`,
      [
        [A, 'x.csv:2'],
        [B, 'x.csv:4'],
      ],
    ],
    ['a pasted table, tabs', 'paste', `Titre\tLien\nDéfense\t${A}\nrien\t\n`, [[A, 'paste:2']]],
    [
      'a table without a header',
      'x.csv',
      `1,"${A}",ok\n2,${B},"said ""no"""\n`,
      [
        [A, 'x.csv:1'],
        [B, 'x.csv:2'],
      ],
    ],
    ['a header of another name in a file that is a table', 'x.csv', `nr,annonce\n1,${B}\n`, [[B, 'x.csv:2']]],
    ['one column with a header', 'x.csv', `url\n${A}\n`, [[A, 'x.csv:2']]],
    ['what is no address is given all the same, to be refused by name', 'x.csv', `url,n\nfoo,1\n`, [['foo', 'x.csv:2']]],
    ['nothing', 'paste', '', []],
  ])('reads %s', (_what, name, text, expected) => {
    expect(parseAddresses(text, name).map(({ url, from }) => [url, from])).toEqual(expected);
  });
});
