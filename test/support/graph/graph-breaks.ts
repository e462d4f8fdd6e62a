import { find, type GraphDocument, type GraphObject, ofType } from './graph-document.ts';

/** Something wrong with one node of a graph, and what has to be found then. */
export interface GraphBreak {
  readonly name: string;
  /** Spoils a node and gives the `@id` at which it has to be found; undefined where the node has none any more. */
  readonly spoil: (graph: GraphDocument) => string | undefined;
  readonly found: RegExp;
  readonly severity: 'violation' | 'own';
}

/** Each at another node: one graph can have all of them at once. */
export const GRAPH_BREAKS: readonly GraphBreak[] = [
  {
    name: 'a time that is a text',
    spoil: (graph) => spoil(action(graph, 'verification'), 'action:startTime', '2026-03-02T23:31:00.000Z'),
    found: /^startTime DatatypeConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'two performers',
    spoil: (graph) => spoil(action(graph, 'export'), 'action:performer', ofType(graph, 'identity:Person').slice(0, 2).map(refTo)),
    found: /^performer MaxCountConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a performer that is no object',
    spoil: (graph) => spoil(action(graph, 'redaction'), 'action:performer', refTo(find(graph, 'types:Hash'))),
    found: /^performer ClassConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a digest that is a text',
    spoil: (graph) => spoil(ofType(graph, 'types:Hash').at(2), 'types:hashValue', 'e3b0'),
    found: /^hashValue DatatypeConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a digest without its method',
    spoil: (graph) => spoil(ofType(graph, 'types:Hash').at(3), 'types:hashMethod', undefined),
    found: /^hashMethod MinCountConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a relation to nothing',
    spoil: (graph) => spoil(find(graph, 'observable:ObservableRelationship'), 'core:target', undefined),
    found: /^target MinCountConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a confidence that is a text',
    spoil: (graph) => spoil(find(graph, 'analysis:ArtifactClassification'), 'analysis:classificationConfidence', '0.70'),
    found: /^classificationConfidence DatatypeConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a marking without a statement',
    spoil: (graph) => spoil(find(graph, 'marking:StatementMarking'), 'marking:statement', undefined),
    found: /^statement MinCountConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'two exhibit numbers',
    spoil: (graph) => spoil(find(graph, 'investigation:ProvenanceRecord'), 'investigation:exhibitNumber', ['E-0001', 'E-0002']),
    found: /^exhibitNumber MaxCountConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a facet without a name of its own',
    spoil: (graph) => {
      const owner = find(graph, 'observable:DomainName');
      spoil(owner['core:hasFacet'] as GraphObject, '@id', undefined);
      return owner['@id'];
    },
    found: /^hasFacet NodeKindConstraintComponent$/,
    severity: 'violation',
  },
  {
    name: 'a facet of two objects',
    spoil: (graph) => {
      const facet = find(graph, 'observable:WebPage');
      const shared = find(graph, 'observable:URLVisitFacet');
      spoil(facet, 'core:hasFacet', refTo(shared));
      return shared['@id'];
    },
    found: /^a facet of two objects$/,
    severity: 'own',
  },
  {
    name: 'a UUID of version 7',
    spoil: (graph) => {
      const role = find(graph, 'victim:Victim');
      return spoil(role, '@id', 'kb:019f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e01') && 'kb:019f2c5e-7b5a-7c3e-9d2a-1f0b8a4c6e01';
    },
    found: /^no UUID at its end$/,
    severity: 'own',
  },
  {
    name: 'a dictionary with a key twice',
    spoil: (graph) => {
      const dictionary = find(graph, 'types:ImproperDictionary');
      spoil(dictionary, '@type', 'types:Dictionary');
      return spoil(dictionary, 'types:repeatsKey', undefined);
    },
    found: /^a dictionary with a key twice$/,
    severity: 'own',
  },
  {
    name: 'a property that no ontology has',
    spoil: (graph) => spoil(find(graph, 'observable:PhoneAccountFacet'), 'observable:phoneNumbr', '1'),
    found: /^no property phoneNumbr$/,
    severity: 'own',
  },
  {
    name: 'a reference to what is not there',
    spoil: (graph) => spoil(find(graph, 'core:Event'), 'core:eventContext', { '@id': 'kb:0b1f0c9e-1111-4a00-8000-000000000001' }),
    found: /^refers to urn:uuid:0b1f0c9e-1111-4a00-8000-000000000001, which is not there$/,
    severity: 'own',
  },
];

function spoil(node: GraphObject | undefined, property: string, value: unknown): string | undefined {
  if (node === undefined) throw new Error('the graph has no such node');
  if (value === undefined) delete node[property];
  else node[property] = value;
  return node['@id'];
}

function action(graph: GraphDocument, name: string): GraphObject {
  return find(graph, 'investigation:InvestigativeAction', (node) => node['core:name'] === name);
}

function refTo({ '@id': id }: GraphObject): GraphObject {
  return { '@id': id ?? '' };
}
