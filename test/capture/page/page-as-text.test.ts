import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildDomHtml } from '../../../src/capture/page/build-dom-html.ts';
import { buildPageFacts } from '../../../src/capture/page/build-page-facts.ts';
import type { PageFacts } from '../../../src/capture/page/build-page-facts.ts';
import { buildText } from '../../../src/capture/page/build-text.ts';
import { buildDomTree } from '../../../src/capture/page/dom-tree.ts';
import { FrameSessions } from '../../../src/capture/page/frame-sessions.ts';
import { RenderedPage } from '../../../src/capture/page/rendered-page.ts';
import { findCssImages, findDrawnImages } from '../../../src/capture/page/shown-resources.ts';
import { takeSnapshot } from '../../../src/capture/page/take-snapshot.ts';
import { launchBareBrowser, openBarePage, startBareSite } from '../../support/bare-page.ts';
import type { BareSite } from '../../support/bare-page.ts';

let browser: Browser;
let site: BareSite;
beforeAll(async () => {
  [browser, site] = await Promise.all([launchBareBrowser(), startBareSite()]);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

interface Look {
  readonly html: string;
  readonly text: string;
  readonly facts: PageFacts;
  readonly leftOut: number;
  readonly drawn: readonly string[];
  readonly css: readonly (readonly string[])[];
}

async function lookAt(markup: string): Promise<Look> {
  site.route('/page', markup);
  const page = await openBarePage(browser, site.url('/page'));
  const sessions = await FrameSessions.attach(page);
  const { snapshot } = await takeSnapshot(sessions.list(), 10_000);
  const tree = buildDomTree(snapshot);
  if (tree === undefined) throw new Error('no document');
  const rendered = new RenderedPage(snapshot);
  await page.close();
  return {
    html: buildDomHtml(tree),
    text: buildText(rendered),
    ...buildPageFacts(tree, rendered.main),
    drawn: findDrawnImages(rendered).map(({ url, alternatives }) => [url, ...alternatives].map((one) => new URL(one).pathname).join(' ')),
    css: findCssImages(rendered).map(({ url, alternatives }) => [url, ...alternatives].map((one) => new URL(one).pathname)),
  };
}

describe('what is hidden from page scripts', () => {
  test('open and closed shadow roots are in the markup and in the text, in drawing order', async () => {
    const { html, text } = await lookAt(`<div id=o><i slot=a>slotted</i><u>not slotted</u></div><div id=c></div><script>
      o.attachShadow({mode:'open'}).innerHTML='before <slot name=a></slot> after';
      c.attachShadow({mode:'closed'}).innerHTML='<p>seen only here</p>'; </script>`);
    expect(html).toContain(
      '<template shadowrootmode="open">before <slot name="a"></slot> after</template><i slot="a">slotted</i><u>not slotted</u>',
    );
    expect(html).toContain('<template shadowrootmode="closed"><p>seen only here</p></template>');
    expect(text).toBe('before slotted after\n\nseen only here\n');
  });

  test('frames of this and of other sites, one within the other', async () => {
    site.route('/inner', '<body>innermost</body>');
    site.route('/outer', `<body class=o>around <iframe src="${site.url('/inner', 'third.localhost')}"></iframe> it</body>`);
    site.route('/same', 'same site');
    const { html, text } = await lookAt(
      `<p>top</p><iframe src="/same"></iframe><iframe src="${site.url('/outer', 'other.localhost')}"></iframe><p>end</p>`,
    );
    expect(text).toBe('top\n\nsame site\naround\ninnermost\nit\n\nend\n');
    expect(html).toContain(
      `<template data-pugmark-frame data-pugmark-url="${site.url('/same')}"><pugmark-html><pugmark-head></pugmark-head><pugmark-body>same site</pugmark-body></pugmark-html></template>`,
    );
    expect(html).toContain(
      `<template data-pugmark-frame data-pugmark-url="${site.url('/outer', 'other.localhost')}" data-pugmark-cross-process>`,
    );
    expect(html).toContain('<pugmark-body class="o">around <iframe');
    expect(html.match(/innermost/g)).toHaveLength(1);
  });

  test('overridden prototypes and clobbered names change nothing', async () => {
    const { html, text, facts } =
      await lookAt(`<title>real</title><form name=documentElement></form><img name=title><p>true text</p><script>
      for (const p of [Node.prototype, Element.prototype, Document.prototype, HTMLElement.prototype])
        for (const k of Object.getOwnPropertyNames(p)) try { Object.defineProperty(p, k, { get() { return 'lie' }, configurable: false }) } catch {}
      Array.prototype.toJSON = () => 'lie'; JSON.stringify = () => 'lie'; </script>`);
    expect(html).toContain('<p>true text</p>');
    expect(text).toBe('true text\n');
    expect(facts.title).toBe('real');
  });
});

describe('what scrolling leads to', () => {
  const above = '<div style="position:absolute;top:-500px">above</div>';

  test('is in the text: messages above the view of a messenger; what stands above the page is not', async () => {
    const messages = Array.from({ length: 9 }, (_, i) => `<p style="flex:0 0 300px">message ${i}</p>`).join('');
    const chat = await lookAt(
      `${above}<div style="display:flex;flex-direction:column-reverse;height:400px;overflow-y:auto">${messages}</div>`,
    );
    expect(chat.text.match(/message \d/g)).toHaveLength(9);
    expect(chat.text).not.toContain('above');
    // What a body says of scrolling is said of the document.
    const { text } = await lookAt(`<style>body{height:100vh;overflow-x:hidden}</style>${above}below`);
    expect(text).toBe('below\n');
  });

  test.each([
    ['dir=rtl', true],
    ['style="writing-mode:vertical-rl"', true],
    ['dir=ltr', false],
  ])('left of a page with %s: %s', async (attribute, isReached) => {
    const { text } = await lookAt(
      `<!doctype html><html ${attribute}><body>here<div style="position:absolute;left:-900px;top:9px">left</div>`,
    );
    expect(text.includes('here')).toBe(true);
    expect(text.includes('left')).toBe(isReached);
  });
});

describe('the markup', () => {
  test('says what fields hold, but never what a password field holds', async () => {
    const { html, text } = await lookAt(`<input id=a value=old><input id=p type=password value=secret-in-markup><input id=s type=password>
      <textarea id=t></textarea><select id=l><option>one<option>two</select><input type=checkbox id=c><input type=radio checked>
      <input id=o autocomplete="section-x one-time-code"><script>
      a.value='typed'; p.value='secret-one'; s.value='secret-two'; s.type='text'; s.autocomplete='current-password'; o.value='secret-three';
      t.value='line 1\\nline 2'; l.selectedIndex=1; c.checked=true </script>`);
    expect(html).toContain('value="old" data-pugmark-value="typed"');
    expect(html).toContain('data-pugmark-value="line 1\nline 2"');
    expect(html).toContain('<option data-pugmark-selected>two');
    expect(html).toContain('<input type="checkbox" id="c" data-pugmark-value="on" data-pugmark-checked>');
    expect(html.match(/data-pugmark-value-left-out/g)).toHaveLength(3);
    expect(html.replace(/<script>.*<\/script>/s, '')).not.toMatch(/secret/);
    expect(text).toBe('typed\nline 1\nline 2\ntwo\n');
  });

  test('of the page cannot pass for ours', async () => {
    const { html } =
      await lookAt(`<p data-pugmark-value=forged data-PUGMARK-checked>x</p><pugmark-frame>y</pugmark-frame><div id=c></div><div id=s></div><script>
      c.append(document.createComment('--><template data-pugmark-frame>')); c.append(document.createComment('pugmark:cut'));
      const e = document.createElement('style'); e.textContent = '</style><template data-pugmark-frame>'; s.append(e);
      s.append(document.createElement('plaintext')) </script><!--plain-->`);
    expect(html).toContain('<p x-data-pugmark-value="forged" x-data-pugmark-checked="">x</p><x-pugmark-frame>y</x-pugmark-frame>');
    expect(html).toContain('<!--pugmark:escaped --&gt;&lt;template data-pugmark-frame&gt;--><!--pugmark:escaped pugmark:cut-->');
    expect(html).toContain(
      '<style data-pugmark-escaped-text>&lt;/style&gt;&lt;template data-pugmark-frame&gt;</style><pugmark-plaintext></pugmark-plaintext>',
    );
    expect(html).toContain('<!--plain-->');
    expect(html.replace(/<script>.*?<\/script>/s, '')).not.toContain('<template data-pugmark-frame');
  });

  test('keeps long texts, templates and very deep nesting whole', async () => {
    const long = 'abcdefghij'.repeat(3_000);
    const { html, facts } =
      await lookAt(`<script type="application/ld+json">"${long}"</script><div id=h>${long}</div><template a="b>c"><b>in <template>x</template></b></template>
      <script>h.attachShadow({mode:'open'}); let e = document.body; for (let i = 0; i < 1500; i++) { const d = document.createElement('div'); d.style.display='none'; e.append(d); e = d } e.textContent='bottom'</script>`);
    expect(facts.jsonLd).toEqual([`"${long}"`]);
    expect(html).toContain(`<div id="h"><template shadowrootmode="open"></template>${long}</div>`);
    expect(html).toContain('<template a="b&gt;c"><b>in <template>x</template></b></template>');
    expect(html).toContain(`bottom${'</div>'.repeat(1500)}`);
  });

  test('read back by a browser gives the same document', async () => {
    const { html } =
      await lookAt(`<!DOCTYPE html><html lang=en><head><title>a &amp; b</title><style>p > b { color: red }</style></head><body>
      <p title='"x" &amp; y'>1 &lt; 2&nbsp;&amp;&nbsp;<b>3</b></p><pre>\n\nx</pre><textarea>\n\ny</textarea><svg viewBox="0 0 1 1"><foreignObject><p>f</p></foreignObject><style>a&gt;b{}</style></svg>
      <script>"<b>" && 1</script><noscript><p>no</p></noscript></body></html>`);
    site.route('/again', html);
    const page = await openBarePage(browser, site.url('/again'));
    const sessions = await FrameSessions.attach(page);
    const { snapshot } = await takeSnapshot(sessions.list(), 10_000);
    const tree = buildDomTree(snapshot);
    await page.close();
    // The mark at the top is a comment of its own now, and so is escaped.
    expect(tree === undefined ? '' : buildDomHtml(tree).replace('<!--pugmark:escaped pugmark:dom/v1-->', '')).toBe(
      html
        .replaceAll(' data-pugmark-value="', ' x-data-pugmark-value="')
        .replace('<textarea x-data-pugmark-value="\ny">', '<textarea x-data-pugmark-value="\ny" data-pugmark-value="\ny">'),
    );
  });
});

describe('the text', () => {
  test('breaks lines where the page does', async () => {
    const { text } = await lookAt(`<h1>Title</h1>one   two
      three<br>four<p>para <b>graph</b></p><ol><li>first<li>second</ol><table><tr><td>a<td>b<tr><td>c</table>
      <pre>x\n  y</pre><span style="display:inline-block">12</span><sup style="display:inline-block;margin-left:4px">99</sup> <b>joi</b><i>ned</i>
      <div style="display:flex;gap:8px"><span>left</span><span>right</span></div><p style="text-transform:uppercase">loud</p><div style="white-space:pre-line">p   q\nr</div>`);
    expect(text).toBe(
      'Title\none two three\nfour\n\npara graph\n\n1. first\n2. second\na\tb\nc\nx\n  y\n12 99 joined\nleft\nright\n\nLOUD\n\np q\nr\n',
    );
  });

  test('leaves out what cannot be seen', async () => {
    const { text } =
      await lookAt(`<p>seen</p><p style="display:none">no</p><p style="visibility:hidden">no <b style="visibility:visible">but this</b></p>
      <div style="opacity:0">no<b>no</b></div><div style="position:absolute;width:1px;height:1px;overflow:hidden">no</div><p style="text-indent:-9999px">no</p>
      <div style="position:absolute;left:-5000px">no</div><div style="clip-path:inset(50%)">no</div><div style="height:0;overflow:hidden">no</div>
      <details><summary>sum</summary>no</details><template>no</template><noscript>no</noscript><div hidden>no</div><title>no</title>
      <iframe srcdoc="no" style="display:none"></iframe><div style="content-visibility:hidden">no</div><p style="opacity:0.2">faint</p><p>06<span style="font-size:0">no</span>12</p>`);
    expect(text.replace(/\s+/g, ' ')).toBe('seen but this ▸ sum faint 0612 ');
  });

  test('holds what a person reads in fields, buttons and generated content', async () => {
    const { text } =
      await lookAt(`<style>b::before{content:"from style "}</style><input placeholder="ask me"> <input value=typed placeholder=gone> <input type=submit value=Send>
      <button>Press</button><select multiple><option>m1<option label=m2>x</select><br><b>here</b><input type=file><input type=hidden value=no>`);
    expect(text.replace(/[ \t]+/g, ' ')).toBe('ask me typed Send Press\nm1\nm2\n\nfrom style here\n');
  });
});

describe('what the page says of itself', () => {
  test('is kept verbatim', async () => {
    const { facts } =
      await lookAt(`<html lang="nl-BE"><head><title> A  &lt;b&gt; </title><meta name=description content=" d "><meta property="og:price:amount" content="12">
      <meta http-equiv="x" content=y><link rel="alternate canonical" href="/c?x=1"><script type="application/ld+json"> {"broken": </script></head>
      <p id=far itemprop=telephone>0612</p><div itemscope itemref="far none" itemtype="https://schema.org/Product"><span itemprop="name">Na<b>me</b></span><div itemprop="offers" itemscope><meta itemprop=price content=9><a itemprop="url x" href="/u">t</a></div></div>`);
    expect(facts).toEqual({
      title: 'A <b>',
      language: 'nl-BE',
      charset: 'UTF-8',
      canonicalUrl: '/c?x=1',
      meta: [
        { name: 'description', content: ' d ' },
        { name: 'http-equiv:x', content: 'y' },
      ],
      openGraph: [{ property: 'og:price:amount', content: '12' }],
      jsonLd: [' {"broken": '],
      microdata: [
        {
          type: 'https://schema.org/Product',
          properties: [
            { name: 'name', value: 'Name' },
            { name: 'offers', value: '#2' },
            { name: 'telephone', value: '0612' },
          ],
        },
        {
          properties: [
            { name: 'price', value: '9' },
            { name: 'url', value: '/u' },
            { name: 'x', value: '/u' },
          ],
        },
      ],
    });
  });

  test('is absent when it is absent, and bounded when it is endless', async () => {
    const empty = await lookAt('nothing');
    expect(empty.facts).toEqual({ charset: 'UTF-8', meta: [], openGraph: [], jsonLd: [], microdata: [] });
    const endless = await lookAt(`<meta name=big content="${'x'.repeat(300_000)}">${'<meta name=a content=b>'.repeat(1_500)}`);
    expect(endless.facts.meta).toHaveLength(1_000);
    expect(endless.leftOut).toBe(501);
  });
});

/** A picture of one pixel. */
const DOT = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

describe('pictures that the page names', () => {
  test('are found in elements and styles of all frames', async () => {
    site.route('/with-picture', '<img src="/in-frame.png">');
    const { drawn, css } =
      await lookAt(`<base href="/deep/"><img src="a.png"><img src="b.png" style="display:none"><img srcset="c1.png 1x, c2.png 3x" width=5>
      <video poster=poster.png></video><input type=image src=button.png width=9><svg><image href="svg.png" width="5" height="5"/></svg><iframe src="${site.url('/with-picture', 'other.localhost')}"></iframe>
      <div style="background:url(bg.png), linear-gradient(red, blue), url('q&quot;.png')">x</div><div style='background-image:image-set(url(s1.png) 1x, url(s2.png) 2x), url(last.png)'>x</div>
      <div style="background:url(none.png);display:none">x</div><ul style="list-style-image:url(dot.png)"><li>x</ul>
      <img data-src="put-aside.png"><img src="${DOT}" data-srcset="one.png 1x, two.png 2x" data-url="a word" width=9><img src="${DOT}" width=8>
      <img src="seen.png" data-src="not-wanted.png"><img data-src="hidden.png" style="display:none">
      <picture style="display:block;margin-top:30000px"><source srcset="wide.png 9w, w,ider.png 99w,"><img loading=lazy src="later.png" width=9 height=9></picture>`);
    expect(drawn.toSorted()).toEqual([
      '/deep/a.png',
      '/deep/button.png',
      '/deep/c1.png',
      // It has not come into view: all that the browser may choose from.
      '/deep/later.png /deep/wide.png /deep/w,ider.png',
      // Placeholders: the page keeps the address of the picture elsewhere.
      '/deep/one.png /deep/two.png',
      '/deep/poster.png',
      '/deep/put-aside.png',
      '/deep/seen.png',
      '/deep/svg.png',
      '/in-frame.png',
      DOT.slice('data:'.length),
    ]);
    expect(css.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([
      ['/deep/bg.png'],
      ['/deep/dot.png'],
      ['/deep/last.png'],
      ['/deep/q%22.png'],
      ['/deep/s1.png', '/deep/s2.png'],
    ]);
  });
});
