/** Releases of the ontologies whose terms the graph uses. */
export const UCO_VERSION = '1.4.0';

/**
 * Prefixes of the graph. They stand in the file itself: whoever opens it needs no network. `pugmark` holds what the ontologies have no property for;
 * each is told in docs/formats/graph.md.
 */
export const GRAPH_CONTEXT = {
  kb: 'urn:uuid:',
  pugmark: 'urn:pugmark:graph:v1:',
  investigation: 'https://ontology.caseontology.org/case/investigation/',
  action: 'https://ontology.unifiedcyberontology.org/uco/action/',
  analysis: 'https://ontology.unifiedcyberontology.org/uco/analysis/',
  configuration: 'https://ontology.unifiedcyberontology.org/uco/configuration/',
  core: 'https://ontology.unifiedcyberontology.org/uco/core/',
  identity: 'https://ontology.unifiedcyberontology.org/uco/identity/',
  location: 'https://ontology.unifiedcyberontology.org/uco/location/',
  marking: 'https://ontology.unifiedcyberontology.org/uco/marking/',
  observable: 'https://ontology.unifiedcyberontology.org/uco/observable/',
  tool: 'https://ontology.unifiedcyberontology.org/uco/tool/',
  types: 'https://ontology.unifiedcyberontology.org/uco/types/',
  victim: 'https://ontology.unifiedcyberontology.org/uco/victim/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;
