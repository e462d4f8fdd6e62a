import { describe, expect, it } from 'vitest';
import { html, Html } from '../../src/reporting/html/html.ts';
import { cutText, splitVisible } from '../../src/reporting/html/visible-text.ts';

const SCRIPT = `<script>alert("x")</script><img src=x onerror='alert(1)'>`;

describe('html', () => {
  it('escapes text and attributes, and leaves markup of its own alone', () => {
    expect(html`<p title="${SCRIPT}">${SCRIPT}</p>`.markup).toBe(
      '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;">' +
        '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;</p>',
    );
    expect(html`<b>${html`<i>${'&amp;'}</i>`}${[1, undefined, 'a<b']}</b>`.markup).toBe('<b><i>&amp;amp;</i>1a&lt;b</b>');
  });

  it('refuses a value where nothing can be escaped', () => {
    expect(() => html`<p ${'onclick=x'}></p>`).toThrow(/outside double quotes/);
    expect(() => html`<p title=${'x'}></p>`).toThrow(/outside double quotes/);
    expect(() => html`<p title="a" ${'b'}="c"></p>`).toThrow(/outside double quotes/);
    expect(
      () =>
        html`<style>
          ${'p{}'}
        </style>`,
    ).toThrow(/nothing can be escaped/);
    expect(() => html`<!-- ${'-->'} -->`).toThrow(/nothing can be escaped/);
    expect(() => html`<p title="${html`<b></b>`}"></p>`).toThrow(/one text/);
    expect(html`<p title="a" id="${'b'}">${new Html('<hr>')}</p>`.markup).toBe('<p title="a" id="b"><hr></p>');
    expect(html`<style></style>${'a<b'}`.markup).toBe('<style></style>a&lt;b');
  });

  it('shows what a reader could not see, by its number', () => {
    const hidden = [
      '\u202E',
      '\u2066',
      '\u200F',
      '\u061C',
      '\u0000',
      '\u0007',
      '\u007F',
      '\u0085',
      '\u00AD',
      '\u200B',
      '\u2028',
      '\uFEFF',
      '\uE000',
      '\uD800',
      '\u{E0041}',
    ];
    for (const sign of hidden) {
      const number = `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
      expect(html`<p>a${sign}b</p>`.markup).toBe(`<p>a<span class="hidden-sign">${number}</span>b</p>`);
      expect(html`<p title="${sign}"></p>`.markup).toBe(`<p title="[${number}]"></p>`);
    }
  });

  it('leaves alone what belongs to scripts, emoji and typography', () => {
    const fine = 'é\u0301 – “a”\u00A0b\u202Fc\n\tمی\u200Cخواهم قطة 日本語 👩‍👩‍👧 ❤\uFE0F';
    expect(splitVisible(fine)).toEqual([{ kind: 'text', text: fine }]);
    expect(splitVisible('pay\u200Dpal')).toHaveLength(3);
    expect(splitVisible('a\r\nb\rc')).toEqual([{ kind: 'text', text: 'a\nb\nc' }]);
  });
});

describe('cutText', () => {
  it('cuts by characters, never through a pair, and counts the rest', () => {
    expect(cutText('abc', 3)).toEqual({ text: 'abc', leftOut: 0 });
    expect(cutText('🐢🐢🐢', 2)).toEqual({ text: '🐢🐢', leftOut: 1 });
    expect(cutText('x'.repeat(10_000), 100)).toEqual({ text: 'x'.repeat(100), leftOut: 9_900 });
  });
});
