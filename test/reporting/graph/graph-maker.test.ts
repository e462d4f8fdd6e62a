import { it } from 'vitest';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { createGraphMaker } from '../../../src/reporting/graph/create-graph-maker.ts';
import { checkGraph } from '../../support/graph/check-graph.ts';
import { makeGraphCase } from '../../support/graph/graph-case.ts';
import { CertificateShop } from '../../support/time/certificate-shop.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { writeFileSync } from 'node:fs';

async function write(input: FormInput): Promise<string> {
  const signal = new AbortController().signal;
  const pieces: Uint8Array[] = [];
  for await (const file of createGraphMaker().makeFiles(input, { scratchFolder: '/nowhere', signal })) {
    if ('stream' in file) for await (const piece of file.stream) pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
it('x', async () => {
  const cert = new CertificateShop(tempFolder()).issue({ name: 'ads.example', extensions: ['basicConstraints = CA:FALSE'] });
  const input = await makeGraphCase(cert);
  const text = await write(input);
  const t = process.cpuUsage();
  const graph = JSON.parse(text) as object;
  writeFileSync('/tmp/graph.jsonld', text);
  console.log(await checkGraph(graph), process.cpuUsage(t).user / 1000);
});
