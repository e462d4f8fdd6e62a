import { expect, test } from 'vitest';
import { findMarkupEnd } from '../../../src/capture/page/markup-end.ts';

const WHOLE = `<!doctype html><html><head><title>a <b title</title><script>if (a < b) document.write("<div>");</script><style>a > b {}</style></head>
<body class="x > y" title='a "quote"' data-a=b/c><!-- <div> --><div>text < more <a href=x>link</a><br/><textarea><div></textarea></div><p>no end needed</body></html>`;

test.each([
  ['a whole page', WHOLE],
  ['without body and end', '<!doctype html><p>a<p>b<div>open'],
  ['nothing', ''],
  ['text alone', 'a < b'],
  ['an apostrophe in a tag', `<div title=it's it's>x</div>`],
  ['plaintext', '<body><div><plaintext><div "'],
])('%s ends between tags', (_, text) => {
  expect(findMarkupEnd(text)).toEqual({ openElements: 0 });
});

test.each([
  ['a tag', 'class="x >'],
  ['a tag', "title='a"],
  ['a tag', '<a href'],
  ['a comment', '<!-- <d'],
  ['a script element', 'document.wr'],
  ['a style element', 'a > b {'],
  ['a title element', 'a <b ti'],
  ['a textarea element', '<textarea><div>'],
])('a page cut inside of %s (%s) says so', (inside, before) => {
  expect(findMarkupEnd(WHOLE.slice(0, WHOLE.indexOf(before) + before.length))?.inside).toBe(inside);
});

test('a page cut in a text has elements open', () => {
  expect(findMarkupEnd(WHOLE.slice(0, WHOLE.indexOf('more')))).toEqual({ openElements: 1 });
  expect(findMarkupEnd(WHOLE.slice(0, WHOLE.indexOf('link')))).toEqual({ openElements: 2 });
});

test('what is not read byte by byte is not judged', () => {
  expect(findMarkupEnd('<\0d\0i\0v\0')).toBeUndefined();
  expect(findMarkupEnd('\x1b$B<\x1b(B <div')).toBeUndefined();
});

test('a hostile document takes no longer than its length asks for', () => {
  for (const piece of ['<', '<a ', '<a="', '<!--', '</', '<script><!--', '<a =', "<a b='c' "]) {
    expect(findMarkupEnd(piece.repeat(50_000))).toBeDefined();
  }
});
