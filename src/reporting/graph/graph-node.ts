import type { Sha256Digest, Sha512Digest } from '../../core/digest/digest.ts';

/** Reference to another node of the graph. */
export interface NodeRef {
  readonly '@id': string;
}

/** A value with its XSD type. */
export interface TypedValue {
  readonly '@type': string;
  readonly '@value': string;
}

type Value = string | number | boolean | NodeRef | TypedValue | GraphNode;

/** A node in compact JSON-LD. Nodes of what is no object of its own (facets, hashes, entries) stand within the one that they belong to. */
export interface GraphNode extends NodeRef {
  readonly '@type': string | readonly string[];
  readonly [property: string]: Value | readonly Value[] | readonly string[];
}

export function refTo({ '@id': id }: NodeRef): NodeRef {
  return { '@id': id };
}

/** UTC, as records and logs have it. */
export function dateTime(value: string): TypedValue {
  return { '@type': 'xsd:dateTime', '@value': value };
}

/** A decimal number as text, so that no digit of it is lost. */
export function decimal(value: string): TypedValue {
  return { '@type': 'xsd:decimal', '@value': value };
}

export function hexBinary(digest: Sha256Digest | Sha512Digest): TypedValue {
  return { '@type': 'xsd:hexBinary', '@value': digest.slice(digest.indexOf(':') + 1) };
}

/** Properties of which those that are not known, or of which there are none, are left out: an absent fact is an absent property. */
export function only(properties: Readonly<Record<string, GraphNode[string] | undefined>>): Readonly<Record<string, GraphNode[string]>> {
  const known = Object.entries(properties).filter(
    (entry): entry is [string, GraphNode[string]] => entry[1] !== undefined && !(Array.isArray(entry[1]) && entry[1].length === 0),
  );
  return Object.fromEntries(known);
}
