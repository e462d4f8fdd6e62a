import { expect, test } from 'vitest';
import { judgeShownDocument } from '../../src/capture/opened-document.ts';
import type { OpenedDocument } from '../../src/core/capture-ports.ts';
import { PugmarkError } from '../../src/core/errors.ts';
import { sketchExchange, spoolBody } from '../support/synthetic-exchange.ts';
import { tempFolder } from '../support/temp-folder.ts';

type Tab = Parameters<typeof judgeShownDocument>[0];

/** A tab that shows one address after the other: the next one each time that its document has been looked into. */
function tabThatLeadsOn(urls: readonly string[]): Tab {
  const folder = tempFolder();
  let at = 0;
  const url = (): string => urls[Math.min(at, urls.length - 1)] ?? '';
  const cdp = {
    send: (method: string) => {
      if (method === 'DOM.disable') at += 1;
      return Promise.resolve(method === 'DOM.getDocument' ? { root: { nodeId: 1 } } : { nodeId: 0 });
    },
  };
  const recording = {
    currentDocument: () => ({ loaderId: url(), mainFrameId: 'main', documentUrl: url(), shownUrl: url() }),
    exchangesOfDocument: (loaderId: string) => [
      sketchExchange({
        url: loaderId,
        headers: [['X-Address', loaderId]],
        body: spoolBody(folder, `<meta name="${loaderId}">`),
        more: { resourceType: 'Document', frameId: 'main', loaderId },
      }),
    ],
  };
  const tab: unknown = { cdp, recording, lost: new AbortController().signal };
  return tab as Tab;
}

async function judge(tab: Tab, refused = 'nothing'): Promise<readonly OpenedDocument[]> {
  const judged: OpenedDocument[] = [];
  await judgeShownDocument(tab, (document) => {
    judged.push(document);
    if (document.url === refused) throw new PugmarkError('practice-page-refused', 'refused');
  });
  return judged;
}

const [one, two] = ['http://one.example/', 'http://two.example/'];

test('a document that stays is judged once, by what it is', async () => {
  expect(await judge(tabThatLeadsOn([one]))).toEqual([{ url: one, headers: [['X-Address', one]], metaNames: [one] }]);
});

test('a document that led on while it was judged has the other one judged as well', async () => {
  expect(await judge(tabThatLeadsOn([one, two]))).toEqual([
    { url: one, headers: [['X-Address', one]], metaNames: [one] },
    { url: two, headers: [['X-Address', two]], metaNames: [two] },
  ]);
  await expect(judge(tabThatLeadsOn([one, two]), two)).rejects.toEqual(expect.objectContaining({ code: 'practice-page-refused' }));
});

test('a page that leads on without end is not captured', async () => {
  const urls = Array.from({ length: 100 }, (_, at) => `http://${at}.example/`);
  await expect(judge(tabThatLeadsOn(urls))).rejects.toEqual(expect.objectContaining({ code: 'navigation-failed' }));
});
