import { readFile } from 'node:fs/promises';
import { boundAddress } from '../../core/completeness/bound-items.ts';
import type { RecordedExchange } from '../../core/model/exchange.ts';
import { findMarkupEnd } from '../page/markup-end.ts';
import { headerValue } from '../recorder/header-list.ts';
import type { CaptureContext } from './capture-context.ts';

/** Larger documents are not read for it. Bytes. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_DOCUMENTS = 50;

/**
 * Warns of documents of the page and its frames that break off although HTTP calls them whole: of a compressed body that the server cut short the
 * browser shows what it could unpack, and tells no error.
 */
export async function tellCutMarkup(exchanges: readonly RecordedExchange[], warnings: CaptureContext['warnings']): Promise<void> {
  const documents = exchanges.filter(({ resourceType, response, problem }) => {
    const body = response?.body;
    return (
      resourceType === 'Document' &&
      problem === undefined &&
      response?.mimeType === 'text/html' &&
      body !== undefined &&
      body.sizeBytes <= MAX_BYTES
    );
  });
  for (const { request, response } of documents.slice(0, MAX_DOCUMENTS)) {
    if (response?.body === undefined) continue;
    const end = findMarkupEnd((await readFile(response.body.path)).toString('latin1'));
    if (end === undefined) continue;
    const isCompressed = !/^(?:identity)?$/i.test(headerValue(response.headers, 'content-encoding')?.trim() ?? '');
    const where =
      end.inside !== undefined
        ? `ends inside of ${end.inside}`
        : isCompressed && end.openElements > 0
          ? `ends with ${end.openElements} elements open and its body not closed`
          : undefined;
    if (where === undefined) continue;
    warnings.push({
      code: 'document-may-be-cut',
      detail: `${boundAddress(request.url)} ${where}: it may have been cut short before it was sent`,
    });
  }
}
