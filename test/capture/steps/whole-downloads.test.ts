import { expect, test } from 'vitest';
import { withWholeDownloads } from '../../../src/capture/steps/close-capture.ts';
import { sketchExchange, spoolBody } from '../../support/synthetic-exchange.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('an answer that became a download is whole when it is as long as the complete file; any other stays broken off', () => {
  const url = 'https://site.example/price-list.pdf';
  const problem = { kind: 'truncated', detail: 'given up by the page', truncatedBy: 'disconnect' } as const;
  const given = sketchExchange({ url, body: spoolBody(tempFolder(), 'all of it'), more: { problem } });
  const problemsWith = (file: { readonly url?: string; readonly sizeBytes?: number; readonly complete?: boolean }): readonly unknown[] =>
    withWholeDownloads([given], [{ url, path: '', suggestedName: '', sizeBytes: 9, complete: true, ...file }]).map((one) => one.problem);

  expect(problemsWith({})).toEqual([undefined]);
  expect(problemsWith({ sizeBytes: 10 })).toEqual([problem]);
  expect(problemsWith({ complete: false })).toEqual([problem]);
  expect(problemsWith({ url: 'https://site.example/other.pdf' })).toEqual([problem]);
  expect(withWholeDownloads([given], [])).toEqual([given]);
});
