import type { FormInput } from '../../core/forms/form-input.ts';
import type { ExhibitNumber } from '../../core/ids.ts';
import type { ReportArtifact, ReportDisclosed, ReportEvent } from '../../core/package/report-input.ts';
import { isExhibitEnd } from '../../core/custody/event-types.ts';
import { GraphIds } from './graph-ids.ts';
import type { GraphNode, NodeRef } from './graph-node.ts';

/** What all parts of a graph stand on while it is written, object after object. */
export class GraphGround {
  readonly input: FormInput;
  readonly ids: GraphIds;
  readonly #written = new Set<string>();
  readonly #ends: ReadonlyMap<ExhibitNumber, ReportEvent>;
  readonly #paths = new Map<ExhibitNumber, readonly ReportArtifact[]>();
  readonly #inInvestigation: NodeRef[] = [];

  constructor(input: FormInput) {
    this.input = input;
    this.ids = new GraphIds(input.seal.package);
    this.#ends = new Map(
      input.timeline.flatMap((event) =>
        event.entry.exhibit !== undefined && isExhibitEnd(event.entry.type) && event.entry.digest !== undefined
          ? [[`${event.entry.exhibit} ${event.entry.digest}`, event] as const]
          : [],
      ),
    );
    for (const { exhibit, artifacts } of this.all) this.#paths.set(exhibit, artifacts);
  }

  /** Every exhibit of the package, of whichever kind. */
  get all(): readonly Pick<ReportDisclosed, 'exhibit' | 'digest' | 'artifacts'>[] {
    const { exhibits, received, disclosed = [] } = this.input;
    return [...exhibits, ...received, ...disclosed];
  }

  /** Objects that come up more than once: only the first time. A facet must not be that of two objects, nor a property be said twice. */
  *once(node: GraphNode): Generator<GraphNode> {
    if (this.#written.has(node['@id'])) return;
    this.#written.add(node['@id']);
    yield node;
  }

  hasWritten({ '@id': id }: NodeRef): boolean {
    return this.#written.has(id);
  }

  /** The entry of the log that ended an exhibit; undefined when the package withholds it. */
  endOf({ exhibit, digest }: { readonly exhibit: ExhibitNumber; readonly digest: string }): ReportEvent | undefined {
    return this.#ends.get(`${exhibit} ${digest}`);
  }

  /** Artifacts of an exhibit in this package; undefined when it does not hold the exhibit. */
  artifactsOf(exhibit: ExhibitNumber): readonly ReportArtifact[] | undefined {
    return this.#paths.get(exhibit);
  }

  /** Says that an object is part of the investigation. */
  count(node: NodeRef): void {
    this.#inInvestigation.push({ '@id': node['@id'] });
  }

  get inInvestigation(): readonly NodeRef[] {
    return this.#inInvestigation;
  }

  bundle(): NodeRef {
    return this.ids.of('bundle');
  }

  investigation(): NodeRef {
    return this.ids.of('investigation');
  }

  /** A file of the package by its path. */
  file(path: string): NodeRef {
    return this.ids.of('file', path);
  }

  /** What the package holds of an exhibit, as one thing. */
  provenance(exhibit: ExhibitNumber): NodeRef {
    return this.ids.of('provenance', exhibit);
  }

  captureAction(exhibit: ExhibitNumber): NodeRef {
    return this.ids.of('capture', exhibit);
  }
}
