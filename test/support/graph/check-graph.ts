import { readFileSync } from 'node:fs';
import jsonld from 'jsonld';
import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { findSharedMaterial } from '../shared-material.ts';

const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const SUBCLASS_OF = 'http://www.w3.org/2000/01/rdf-schema#subClassOf';
const UCO = 'https://ontology.unifiedcyberontology.org/uco/';
const CASE = 'https://ontology.caseontology.org/case/';
const UCO_THING = `${UCO}core/UcoThing`;
/** Drawn with a UUID of a version that the shape of UCO knows. */
const UUID_AT_END = /[0-9a-f]{8}-[0-9a-f]{4}-[0-5][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface GraphFinding {
  /** `violation`, `warning`, `info` of SHACL; `own` of a check beside it. */
  readonly severity: string;
  readonly node: string;
  readonly what: string;
}

interface Judge {
  readonly shapes: SHACLValidator;
  readonly ontology: Store;
  readonly classes: ReturnType<Store['getQuads']>;
  readonly ancestors: (type: string) => ReadonlySet<string>;
}

let judge: Judge | undefined;

/** The ontologies of CASE and UCO 1.4.0, whose files hold the shapes too: read once. */
function loadJudge(): Judge {
  if (judge !== undefined) return judge;
  const path = findSharedMaterial('data', 'case-uco', 'case-1.4.0.ttl');
  if (path === undefined) throw new Error('no ontology');
  const ontology = new Store(new Parser().parse(readFileSync(path, 'utf8')));
  // The engine follows no imports and has no SPARQL; what those constraints say is checked below.
  ontology.removeQuads(ontology.getQuads(null, 'http://www.w3.org/2002/07/owl#imports', null, null));
  ontology.removeQuads(ontology.getQuads(null, 'http://www.w3.org/ns/shacl#sparql', null, null));
  const classes = ontology.getQuads(null, SUBCLASS_OF, null, null).filter(({ object }) => object.termType === 'NamedNode');
  const parents = new Map<string, string[]>();
  for (const { subject, object } of classes) parents.set(subject.value, [...(parents.get(subject.value) ?? []), object.value]);
  const ancestors = (type: string): ReadonlySet<string> => {
    const found = new Set([type]);
    for (const one of found) for (const parent of parents.get(one) ?? []) found.add(parent);
    return found;
  };
  judge = { shapes: new SHACLValidator(ontology), ontology, classes, ancestors };
  return judge;
}

/** Everything that CASE/UCO 1.4.0 has against a graph in JSON-LD: nothing of it is loaded from anywhere. */
export async function checkGraph(document: object): Promise<readonly GraphFinding[]> {
  const { shapes, ontology, classes, ancestors } = loadJudge();
  const refuse = (url: string): Promise<never> => Promise.reject(new Error(`it asks for ${url}`));
  const nquads = await jsonld.toRDF(document, { format: 'application/n-quads', documentLoader: refuse });
  const graph = new Store(new Parser({ format: 'application/n-quads' }).parse(nquads));
  const own = [...checkTerms(graph, ontology), ...checkNodes(graph, ancestors), ...checkDictionaries(graph)];
  // SHACL looks for subclasses in the graph that it judges.
  for (const quad of classes) graph.add(quad);
  const report = await shapes.validate(graph);
  const found = report.results.map(({ severity, focusNode, path, message, sourceConstraintComponent, value }) => ({
    severity: (severity?.value.split('#').at(-1) ?? 'violation').toLowerCase(),
    node: focusNode?.value ?? '',
    what: [path, sourceConstraintComponent, value, ...message]
      .flatMap((part) => (part !== null && part !== undefined && !Array.isArray(part) && 'value' in part ? [shorten(part.value)] : []))
      .join(' '),
  }));
  return [...own, ...found];
}

/** SHACL says nothing of a property or class that no ontology has: a slip of the pen would pass. */
function* checkTerms(graph: Store, ontology: Store): Generator<GraphFinding> {
  const isKnown = (term: string): boolean =>
    !(term.startsWith(UCO) || term.startsWith(CASE)) || ontology.getQuads(term, RDF_TYPE, null, null).length > 0;
  for (const { subject, predicate, object } of graph) {
    if (!isKnown(predicate.value)) yield finding(subject.value, `no property ${shorten(predicate.value)}`);
    if (predicate.value === RDF_TYPE && !isKnown(object.value)) yield finding(subject.value, `no class ${shorten(object.value)}`);
  }
}

/** `UcoThing-shape` and `UcoThing-identifier-regex-shape`; and one owner for each facet, all of them SPARQL in the ontology. */
function* checkNodes(graph: Store, ancestors: Judge['ancestors']): Generator<GraphFinding> {
  const typed = new Set(graph.getQuads(null, RDF_TYPE, null, null).map(({ subject }) => subject.value));
  for (const { subject, object } of graph.getQuads(null, RDF_TYPE, null, null)) {
    if (!ancestors(object.value).has(UCO_THING)) continue;
    if (subject.termType === 'BlankNode') yield finding(subject.value, 'a blank node');
    else if (!UUID_AT_END.test(subject.value)) yield finding(subject.value, 'no UUID at its end');
  }
  const owners = new Map<string, string>();
  for (const { subject, object } of graph.getQuads(null, `${UCO}core/hasFacet`, null, null)) {
    if ((owners.get(object.value) ?? subject.value) !== subject.value) yield finding(object.value, 'a facet of two objects');
    owners.set(object.value, subject.value);
  }
  for (const { subject, object } of graph) {
    if (object.termType === 'NamedNode' && object.value.startsWith('urn:uuid:') && !typed.has(object.value))
      yield finding(subject.value, `refers to ${object.value}, which is not there`);
  }
}

/** `types:Dictionary`: each key once, unless it is an improper one that says which come twice. */
function* checkDictionaries(graph: Store): Generator<GraphFinding> {
  const types = `${UCO}types/`;
  for (const subject of new Set(graph.getQuads(null, `${types}entry`, null, null).map((quad) => quad.subject))) {
    const keys = graph
      .getQuads(subject, `${types}entry`, null, null)
      .flatMap(({ object }) => graph.getQuads(object, `${types}key`, null, null).map((quad) => quad.object.value));
    const isImproper = graph.getQuads(subject, RDF_TYPE, `${types}ImproperDictionary`, null).length > 0;
    const said = graph.getQuads(subject, `${types}repeatsKey`, null, null).map(({ object }) => object.value);
    const repeated = [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
    if (repeated.some((key) => !said.includes(key))) yield finding(subject.value, 'a dictionary with a key twice');
    if (isImproper && repeated.length === 0) yield finding(subject.value, 'an improper dictionary without a key that comes twice');
  }
}

function finding(node: string, what: string): GraphFinding {
  return { severity: 'own', node, what };
}

function shorten(iri: string): string {
  return iri.slice(Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1);
}
