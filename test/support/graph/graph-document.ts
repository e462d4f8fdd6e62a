/** A graph as its file has it. */
export interface GraphObject {
  '@id'?: string;
  '@type'?: string | string[];
  [property: string]: unknown;
}

export interface GraphDocument extends GraphObject {
  '@context': Record<string, string>;
  'core:object': GraphObject[];
}

/** Every node, those within others too. */
export function nodesOf(value: unknown): readonly GraphObject[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as GraphObject;
  const inner = Object.entries(node).flatMap(([property, member]) => (property === '@context' ? [] : nodesOf(member)));
  return node['@type'] === undefined || '@value' in node ? inner : [node, ...inner];
}

/** The nodes of a class. */
export function ofType(graph: GraphDocument, type: string): readonly GraphObject[] {
  return nodesOf(graph).filter((node) => [node['@type']].flat().includes(type));
}

/** The first node of a class that `is` such. */
export function find(graph: GraphDocument, type: string, is: (node: GraphObject) => boolean = () => true): GraphObject {
  const found = ofType(graph, type).find(is);
  if (found === undefined) throw new Error(`the graph has no such ${type}`);
  return found;
}
