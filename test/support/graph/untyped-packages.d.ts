// These packages bring no types; this is the part of their interfaces that the judge of graphs uses.
declare module 'jsonld' {
  type Loader = (url: string) => Promise<never>;
  const jsonld: {
    toRDF(document: object, options: { readonly format: 'application/n-quads'; readonly documentLoader: Loader }): Promise<string>;
  };
  export default jsonld;
}

declare module 'n3' {
  import type { DatasetCore, Quad, Term } from '@rdfjs/types';

  export class Parser {
    constructor(options?: { readonly format?: string });
    parse(text: string): Quad[];
  }
  export class Store implements DatasetCore {
    constructor(quads?: Iterable<Quad>);
    readonly size: number;
    add(quad: Quad): this;
    delete(quad: Quad): this;
    has(quad: Quad): boolean;
    match(subject?: Term | null, predicate?: Term | null, object?: Term | null, graph?: Term | null): DatasetCore;
    [Symbol.iterator](): Iterator<Quad>;
    getQuads(subject: string | Term | null, predicate: string | Term | null, object: string | Term | null, graph: null): Quad[];
    removeQuads(quads: Quad[]): void;
  }
}
