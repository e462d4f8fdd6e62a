import { toUtf8 } from '../../core/digest/encoding.ts';
import type { FormInput } from '../../core/forms/form-input.ts';
import type { StreamedFile } from '../../core/package/report-input.ts';
import type { MakingOptions, StreamedFileMaker } from '../../core/report-ports.ts';
import { buildGraph } from './build-graph.ts';

export const GRAPH_PATH = 'data/graph/case-uco.jsonld';
/** Objects are given on in pieces of about so many characters. */
const PIECE = 65_536;

/** The CASE/UCO graph of a package, written exhibit after exhibit. */
export function createGraphMaker(): StreamedFileMaker {
  return { makeFiles };
}

async function* makeFiles(input: FormInput, options: MakingOptions): AsyncGenerator<StreamedFile> {
  await Promise.resolve();
  yield { path: GRAPH_PATH, stream: writeGraph(input, options) };
}

/** JSON as a stream: the bundle's own members, then one object on each line. */
async function* writeGraph(input: FormInput, { signal, onProgress }: MakingOptions): AsyncGenerator<Uint8Array> {
  const total = input.exhibits.length + input.received.length + (input.disclosed?.length ?? 0);
  let done = 0;
  const { head, objects } = buildGraph(input, () => onProgress?.({ done: (done += 1), total }));
  let text = `${stringify(head).slice(0, -1)},"core:object":[\n`;
  let separator = '';
  for await (const object of objects) {
    signal.throwIfAborted();
    text += `${separator}${stringify(object)}`;
    separator = ',\n';
    if (text.length < PIECE) continue;
    yield toUtf8(text);
    text = '';
  }
  yield toUtf8(`${text}\n]}\n`);
}

/** Half a character of UTF-16, which a page may well give, is none that RDF knows. */
function stringify(value: object): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'string' ? member.toWellFormed() : member));
}
