import { describe, expect, test } from 'vitest';
import { markup, scriptJson, trusted } from '../../src/practice/server/markup.ts';
import { encodeWindows1252 } from '../../src/practice/server/windows-1252.ts';

describe('markup', () => {
  test('foreign text cannot become markup, nested markup stays what it is', () => {
    const name = `<b title='x' class="y">&`;
    expect(markup`<p title="${name}">${name}${markup`<i>${1}</i>`}${[markup`<u>${'<'}</u>`, undefined, false]}</p>`.text).toBe(
      '<p title="&lt;b title=&#39;x&#39; class=&quot;y&quot;&gt;&amp;">&lt;b title=&#39;x&#39; class=&quot;y&quot;&gt;&amp;<i>1</i><u>&lt;</u></p>',
    );
    expect(markup`${trusted('<hr>')}`.text).toBe('<hr>');
  });

  test('JSON in a script cannot end the script', () => {
    const value = { text: '</script><!--\u2028' };
    const { text } = scriptJson(value);
    expect(text).not.toMatch(/[<>\u2028]/);
    expect(JSON.parse(text)).toEqual(value);
  });
});

describe('windows-1252', () => {
  test('agrees with the decoder of the platform for every character it has', () => {
    const text = 'caf\u00e9 £5 – “twenty” ‘quid’ €7 … ™ Žœ';
    expect(new TextDecoder('windows-1252').decode(encodeWindows1252(text))).toBe(text);
    expect(encodeWindows1252('€')).toEqual(Uint8Array.of(0x80));
  });

  test('what it does not have becomes a character reference', () => {
    expect(Buffer.from(encodeWindows1252('π🐢')).toString('latin1')).toBe('&#960;&#128034;');
  });
});
