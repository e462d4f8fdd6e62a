import { beforeAll, describe, expect, it } from 'vitest';
import type { FormInput } from '../../../src/core/forms/form-input.ts';
import { createGraphMaker, GRAPH_PATH } from '../../../src/reporting/graph/create-graph-maker.ts';
import { checkGraph, type GraphFinding } from '../../support/graph/check-graph.ts';
import { GRAPH_BREAKS } from '../../support/graph/graph-breaks.ts';
import { CHECKPOINT_TOKEN, idOf, makeGraphCase } from '../../support/graph/graph-case.ts';
import { find, type GraphDocument, type GraphObject, nodesOf, ofType } from '../../support/graph/graph-document.ts';
import { skipAllWithout } from '../../support/needs.ts';
import { makeReportCase } from '../../support/report-case.ts';
import { findMissingMaterial } from '../../support/shared-material.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';
import { CertificateShop } from '../../support/time/certificate-shop.ts';

let input: FormInput;
let text: string;
let graph: GraphDocument;

async function write(of: FormInput, signal = new AbortController().signal, done: number[] = []): Promise<string> {
  const pieces: Uint8Array[] = [];
  const options = { scratchFolder: '/nowhere', signal, onProgress: (progress: { readonly done: number }) => done.push(progress.done) };
  for await (const file of createGraphMaker().makeFiles(of, options)) {
    expect(file.path).toBe(GRAPH_PATH);
    if ('stream' in file) for await (const piece of file.stream) pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

beforeAll(async () => {
  const shop = new CertificateShop(keptTempFolder());
  input = await makeGraphCase(shop.issue({ name: 'ads.example', extensions: ['basicConstraints = CA:FALSE'] }));
  text = await write(input);
  graph = JSON.parse(text) as GraphDocument;
});

const action = (name: string): GraphObject => find(graph, 'investigation:InvestigativeAction', (node) => node['core:name'] === name);
const named = (type: string, name: string): GraphObject => find(graph, type, (node) => node['core:name'] === name);
/** The name of what a property refers to. */
const nameOf = (reference: unknown): unknown =>
  nodesOf(graph).find((node) => node['@id'] === (reference as GraphObject)['@id'])?.['core:name'];

describe('a graph, by the shapes of CASE and UCO 1.4.0,', () => {
  const missing = findMissingMaterial('data', 'case-uco');
  skipAllWithout(missing);
  const spoilt = new Map<string, string | undefined>();
  let findings: readonly GraphFinding[] = [];
  beforeAll(async () => {
    if (missing !== undefined) return;
    const copy = structuredClone(graph);
    for (const { name, spoil } of GRAPH_BREAKS) spoilt.set(name, spoil(copy)?.replace('kb:', 'urn:uuid:'));
    findings = await checkGraph(copy);
  });

  it('has nothing against it, of a case with everything and of one with next to nothing', async () => {
    const {
      caseBasis: _basis,
      agency: _agency,
      seal,
      ...few
    } = await makeReportCase({
      exhibits: 1,
      absent: ['page', 'http', 'view'],
      observation: { state: 'failed' },
    });
    const sparse = await write({ ...few, seal: { ...seal, package: idOf('sparse') }, timeline: [], answers: {} });
    // Both at once: what costs seconds is the engine, not the graph.
    expect(await checkGraph([graph, JSON.parse(sparse)])).toEqual([]);
  });

  it.each(GRAPH_BREAKS)('has $name against it', ({ name, severity, found }) => {
    const node = spoilt.get(name);
    const here = findings.filter((finding) => finding.node === node && found.test(finding.what));
    expect(here.map((finding) => finding.severity)).toEqual([severity]);
  });
});

describe('a graph', () => {
  it('is the same for the same package, with names of another namespace for another', async () => {
    expect(await write(input)).toBe(text);
    const other = JSON.parse(await write({ ...input, seal: { ...input.seal, package: idOf('other') } })) as GraphDocument;
    const ids = new Set(nodesOf(graph).map((node) => node['@id']));
    expect(ids.size).toBeGreaterThan(200);
    expect(nodesOf(other).filter((node) => ids.has(node['@id']))).toEqual([]);
  });

  it('names no file that the package does not hold, and all exhibits that it does, with both digests', () => {
    const paths = ofType(graph, 'observable:FileFacet').map((facet) => facet['observable:filePath'] as string);
    const held = [...input.exhibits, ...input.received].flatMap(({ artifacts }) => artifacts);
    const copies = (input.redactions ?? []).flatMap(({ path, recordPath }) => [path, recordPath]);
    const files = [...held.map(({ path }) => path), ...copies];
    expect(paths.filter((path) => !path.startsWith('data/time/')).toSorted()).toEqual(files.toSorted());
    const full = named('observable:RasterPicture', 'screenshot-full.png');
    const facets = full['core:hasFacet'] as GraphObject[];
    const hashes = nodesOf(facets).filter((node) => node['@type'] === 'types:Hash');
    const sealed = held.find(({ name }) => name === 'screenshot-full.png');
    expect(hashes.map((hash) => (hash['types:hashValue'] as { '@value': string })['@value'])).toEqual(
      [sealed?.sha256, sealed?.sha512].map((digest) => digest?.split(':')[1]),
    );
    expect(facets.at(-1)).toMatchObject({ 'observable:pictureWidth': 800, 'observable:pictureHeight': 2_400 });
  });

  it('tells a capture with its performer, its tools, its time stamps and its exchange', () => {
    const capture = action('capture');
    expect(nameOf(capture['action:performer'])).toBe('4711');
    expect((capture['action:instrument'] as unknown[]).map(nameOf)).toEqual([
      'pugmark with its browser, as set up for a capture',
      'Chrome',
    ]);
    expect(nameOf(capture['investigation:wasInformedBy'])).toBe('timestamp');
    const stamp = find(graph, 'investigation:InvestigativeAction', (node) => node['pugmark:digest'] === CHECKPOINT_TOKEN);
    expect(nameOf(stamp['action:performer'])).toBe('freetsa');
    expect(stamp['investigation:wasInformedBy']).toHaveLength(3);
    const [http, network] = find(graph, 'observable:HTTPConnection')['core:hasFacet'] as GraphObject[];
    expect(http).toMatchObject({
      'observable:requestMethod': 'GET',
      'observable:requestValue': '/parrot/1?ref=7',
      'pugmark:httpStatus': 200,
    });
    expect(network).toMatchObject({ 'observable:destinationPort': 443, 'pugmark:isProxy': false });
    expect(find(graph, 'observable:X509CertificateFacet')).toMatchObject({ 'observable:subject': 'CN=ads.example, O=Pugmark test, C=BE' });
    expect(ofType(graph, 'observable:X509Certificate')).toHaveLength(2);
  });

  it('says of the address of a proxy that it is one, and resolves no name to it', () => {
    const proxied = ofType(graph, 'observable:HTTPConnection').at(1);
    expect(proxied?.['core:description']).toMatch(/proxy/);
    expect(proxied?.['core:hasFacet']).toMatchObject([{}, { 'pugmark:isProxy': true }]);
    const resolved = ofType(graph, 'observable:ObservableRelationship').filter((node) => node['core:kindOfRelationship'] === 'Resolved_To');
    expect(resolved).toHaveLength(1);
  });

  it('tells a redaction once, with its copy and why, and of a withheld record no more than its digest', () => {
    const redactions = ofType(graph, 'investigation:InvestigativeAction').filter((node) => node['core:name'] === 'redaction');
    expect(redactions.map((node) => node['core:description'])).toEqual([
      ['covered: 2 (minor)'],
      ['covered: 2 (minor)', 'Of page.txt [screenshot-full], which is not in this package'],
      undefined,
    ]);
    const copy = named('observable:File', 'redacted-1.png');
    expect(nameOf(copy['investigation:wasDerivedFrom'] && (copy['investigation:wasDerivedFrom'] as unknown[])[0])).toBe(
      'screenshot-full.png',
    );
    const withheld = find(graph, 'investigation:ProvenanceRecord', (node) => node['investigation:exhibitNumber'] === '2026-118/E-0004');
    expect(Object.keys(withheld)).not.toContain('core:name');
    expect(withheld['pugmark:digest']).toMatch(/^sha256:/);
  });

  it('makes nobody a subject whom no statement makes one, and tells only what stands', () => {
    const roles = ofType(graph, 'core:Relationship').filter((node) => node['core:kindOfRelationship'] === 'Has_Role');
    expect(roles.map((node) => (node['core:source'] as GraphObject)['@id'])).toHaveLength(2);
    expect(ofType(graph, 'investigation:Subject')).toHaveLength(1);
    const people = ofType(graph, 'identity:Person').filter((node) => node['core:tag'] !== undefined);
    expect(people.map((node) => node['core:tag'])).toEqual([
      ['status: account-holder-shown-on-page', 'not identified'],
      ['status: suspect', 'not identified'],
      ['status: victim', 'not identified'],
    ]);
    expect(text).not.toContain('Nobody');
    expect(people[0]).toMatchObject({ 'core:name': 'Jo', 'core:description': ['other name: Joanna', 'alias: tusk', 'born: 1980'] });
  });

  it('gives each statement its author, its time, its evidence and its handling', () => {
    const statement = named('core:Annotation', 'statement: account');
    expect(statement).toMatchObject({ 'core:tag': ['displayed'], 'core:description': ['quoted: ivoire ancien'] });
    expect(nameOf(statement['core:createdBy'])).toMatch(/^471[12]$/);
    expect((statement['core:object'] as unknown[]).map(nameOf)).toEqual(['tusk', 'screenshot-full.png']);
    const markings = ofType(graph, 'marking:StatementMarking').map((node) => node['marking:statement']);
    const proposed = 'Proposed by the originator, to be confirmed by the competent authority:';
    expect(markings).toContain(`${proposed} H3 (ask first). 4x4 evaluation by the author: X4.`);
    expect(markings).toContain(`${proposed} H1 H3 (not before the search).`);
    expect(markings[0]).toMatch(/^PRACTICE - NOT EVIDENCE/);
    expect(find(graph, 'analysis:ArtifactClassification')).toMatchObject({ 'analysis:classificationConfidence': { '@value': '0.70' } });
    const kinds = ofType(graph, 'core:Relationship').map((node) => node['core:kindOfRelationship']);
    expect(kinds.filter((kind) => kind === 'Corroborates')).toHaveLength(1);
    expect(kinds).toContain('Contact_Of');
  });

  it('keeps what a page wrote as it is, half characters aside', () => {
    const page = find(graph, 'observable:WebPage');
    expect(page['core:name']).toBe('\u202eAd "@id" \ufffd kb:x');
    const entries = ofType(graph, 'types:DictionaryEntry').slice(0, 3);
    expect(entries.map((entry) => entry['types:value'])).toEqual(['a=\ufffd', 'b=2', '<b>\u0000\n']);
  });

  it('counts the exhibits as it goes, and ends when it is told to', async () => {
    const done: number[] = [];
    await write(input, undefined, done);
    expect(done).toEqual([1, 2, 3, 4]);
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(write(input, aborted)).rejects.toThrow('enough');
  });
});
