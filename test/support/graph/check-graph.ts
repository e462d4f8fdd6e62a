import { readFileSync } from 'node:fs';
import type { Quad } from '@rdfjs/types';
import jsonld from 'jsonld';
import { Parser, Store } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';
import { findSharedMaterial } from '../shared-material.ts';
import { isLongTier } from '../tier.ts';

const RDF_TYPE = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const SHACL = 'http://www.w3.org/ns/shacl#';
const OWL = 'http://www.w3.org/2002/07/owl#';
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

interface Ontology {
  /** Without what the engine cannot follow: imports, and constraints in SPARQL, which are checked below. */
  readonly quads: readonly Quad[];
  /** Classes and properties that there are. */
  readonly terms: ReadonlySet<string>;
  readonly subclasses: readonly Quad[];
  readonly parents: ReadonlyMap<string, readonly string[]>;
}

let loaded: Ontology | undefined;
let judge: { readonly types: ReadonlySet<string>; readonly engine: SHACLValidator } | undefined;

/** The ontologies of CASE and UCO 1.4.0, whose files hold the shapes too: read once. */
function loadOntology(): Ontology {
  if (loaded !== undefined) return loaded;
  const path = findSharedMaterial('data', 'case-uco', 'case-1.4.0.ttl');
  if (path === undefined) throw new Error('no ontology');
  const all = new Parser().parse(readFileSync(path, 'utf8'));
  const quads = all.filter(({ predicate }) => predicate.value !== `${OWL}imports` && predicate.value !== `${SHACL}sparql`);
  const subclasses = quads.filter(({ predicate, object }) => predicate.value === SUBCLASS_OF && object.termType === 'NamedNode');
  const parents = Map.groupBy(subclasses, ({ subject }) => subject.value);
  loaded = {
    quads,
    terms: new Set(quads.flatMap(({ subject, predicate }) => (predicate.value === RDF_TYPE ? [subject.value] : []))),
    subclasses,
    parents: new Map([...parents].map(([type, of]) => [type, of.map(({ object }) => object.value)])),
  };
  return loaded;
}

/** These types and all above them. */
function withAncestors({ parents }: Ontology, types: Iterable<string>): ReadonlySet<string> {
  const found = new Set(types);
  for (const type of found) for (const parent of parents.get(type) ?? []) found.add(parent);
  return found;
}

/** In the short tier without the shapes of classes that no node is of: they judge nothing, and cost four seconds. */
function engineFor(ontology: Ontology, types: ReadonlySet<string>): SHACLValidator {
  if (judge !== undefined && [...types].every((type) => judge?.types.has(type) === true)) return judge.engine;
  const isIdle = ({ subject, predicate }: Quad): boolean =>
    ontology.parents.has(subject.value) && !types.has(subject.value) && (predicate.value === RDF_TYPE || predicate.value.startsWith(SHACL));
  const kept = isLongTier() ? ontology.quads : reachable(ontology.quads.filter((quad) => !isIdle(quad)));
  judge = { types, engine: new SHACLValidator(new Store(kept)) };
  return judge.engine;
}

/** Without blank nodes that nothing refers to any more. */
function reachable(quads: readonly Quad[]): readonly Quad[] {
  const bySubject = Map.groupBy(quads, ({ subject }) => subject.value);
  const found = new Set(quads.flatMap(({ subject }) => (subject.termType === 'NamedNode' ? [subject.value] : [])));
  for (const node of found) {
    for (const { object } of bySubject.get(node) ?? []) if (object.termType === 'BlankNode') found.add(object.value);
  }
  return quads.filter(({ subject }) => found.has(subject.value));
}

/** Everything that CASE/UCO 1.4.0 has against a graph in JSON-LD: nothing of it is loaded from anywhere. */
export async function checkGraph(document: object): Promise<readonly GraphFinding[]> {
  const ontology = loadOntology();
  const nquads = await jsonld.toRDF(document, { format: 'application/n-quads', documentLoader: refuseToLoad });
  const quads = new Parser({ format: 'application/n-quads' }).parse(nquads);
  const graph = new Store(quads);
  const own = [...checkTerms(quads, ontology), ...checkNodes(graph, ontology), ...checkDictionaries(graph)];
  const types = withAncestors(
    ontology,
    quads.flatMap(({ predicate, object }) => (predicate.value === RDF_TYPE ? [object.value] : [])),
  );
  // SHACL looks for subclasses in the graph that it judges.
  for (const quad of ontology.subclasses) if (types.has(quad.subject.value)) graph.add(quad);
  const report = await engineFor(ontology, types).validate(graph);
  const found = report.results.map(({ severity, focusNode, path, sourceConstraintComponent }) => ({
    severity: shorten(severity?.value ?? 'Violation').toLowerCase(),
    node: focusNode?.value ?? '',
    what: [path, sourceConstraintComponent]
      .flatMap((part) => (part !== null && part !== undefined && !Array.isArray(part) && 'value' in part ? [shorten(part.value)] : []))
      .join(' '),
  }));
  return [...own, ...found];
}

/** SHACL says nothing of a property or class that no ontology has: a slip of the pen would pass. */
function* checkTerms(quads: readonly Quad[], { terms }: Ontology): Generator<GraphFinding> {
  const isKnown = (term: string): boolean => !(term.startsWith(UCO) || term.startsWith(CASE)) || terms.has(term);
  for (const { subject, predicate, object } of quads) {
    if (!isKnown(predicate.value)) yield finding(subject.value, `no property ${shorten(predicate.value)}`);
    if (predicate.value === RDF_TYPE && !isKnown(object.value)) yield finding(subject.value, `no class ${shorten(object.value)}`);
  }
}

/** `UcoThing-shape` and `UcoThing-identifier-regex-shape`; and one owner for each facet, all of them SPARQL in the ontology. */
function* checkNodes(graph: Store, ontology: Ontology): Generator<GraphFinding> {
  const typed = new Set(graph.getQuads(null, RDF_TYPE, null, null).map(({ subject }) => subject.value));
  for (const { subject, object } of graph.getQuads(null, RDF_TYPE, null, null)) {
    if (!withAncestors(ontology, [object.value]).has(UCO_THING)) continue;
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
  const dictionaries = new Map(graph.getQuads(null, `${types}entry`, null, null).map(({ subject }) => [subject.value, subject]));
  for (const subject of dictionaries.values()) {
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

function refuseToLoad(url: string): Promise<never> {
  return Promise.reject(new Error(`the graph asks for ${url}`));
}
