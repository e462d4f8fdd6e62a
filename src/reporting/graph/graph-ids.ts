import { createHash } from 'node:crypto';
import type { Uuid } from '../../core/ids.ts';
import type { NodeRef } from './graph-node.ts';

/**
 * Names of nodes: UUIDs of version 5 (RFC 9562 section 5.5) in the namespace of the package, over what the node is of. The same package gives the same
 * graph, and what is referred to need not have been written yet.
 */
export class GraphIds {
  readonly #namespace: Uint8Array;

  /** `namespace`: the id of the package. */
  constructor(namespace: Uuid) {
    this.#namespace = Buffer.from(namespace.replaceAll('-', ''), 'hex');
  }

  /** The node of `kind` that `parts` tell from all others of that kind. */
  of(kind: string, ...parts: readonly string[]): NodeRef {
    // As JSON: no part can run into the next.
    const name = JSON.stringify([kind, ...parts]);
    const hash = createHash('sha1').update(this.#namespace).update(name, 'utf8').digest().subarray(0, 16);
    hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
    hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
    const hex = hash.toString('hex');
    return { '@id': `kb:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}` };
  }

  /** Of something that has no being without `owner`: a facet, a hash, an entry. */
  within(owner: NodeRef, ...parts: readonly string[]): NodeRef {
    return this.of('within', owner['@id'], ...parts);
  }
}
