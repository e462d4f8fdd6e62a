import type { FacetCount, SearchFound, SearchQuery } from '../../core/search-ports.ts';

const MAX_FACET_VALUES = 1_000;
const FACETS = ['case', 'host', 'state', 'day', 'seller', 'species'] as const;
type Facet = (typeof FACETS)[number];

/** Between the species of one exhibit, which are one value of their column. */
export const SPECIES_BREAK = '\n';

/** What is counted and sorted of an exhibit. */
export type FacetValues = Readonly<Record<Facet, string>> & { readonly startedAt: string };

/** Values of one facet, each once. */
class FacetColumn {
  /** Index of the value of an exhibit, by the exhibit's id. */
  readonly of: number[] = [];
  readonly values: string[] = [];
  private readonly known = new Map<string, number>();

  set(id: number, value: string): void {
    let index = this.known.get(value);
    if (index === undefined) {
      index = this.values.push(value) - 1;
      this.known.set(value, index);
    }
    this.of[id] = index;
  }
}

/**
 * Facets and order of all exhibits in memory: a database that counts a hundred thousand rows four times over for each letter that a person
 * types is too slow. Some 40 bytes each.
 */
export class ExhibitColumns {
  private readonly facets: Readonly<Record<Facet, FacetColumn>> = {
    case: new FacetColumn(),
    host: new FacetColumn(),
    state: new FacetColumn(),
    day: new FacetColumn(),
    seller: new FacetColumn(),
    species: new FacetColumn(),
  };
  private readonly startedAt: (number | undefined)[] = [];
  /** Ids, oldest first. */
  private order: number[] = [];
  private isSorted = true;
  private highest = 0;
  /** Orders that the database makes, until something changes. */
  private readonly orders = new Map<string, readonly number[]>();

  get count(): number {
    return this.order.length;
  }

  /** Ids run up to here. */
  get highestId(): number {
    return this.highest;
  }

  set(id: number, values: FacetValues): void {
    const startedAt = Date.parse(values.startedAt);
    const before = this.startedAt[id];
    this.orders.clear();
    for (const facet of FACETS) this.facets[facet].set(id, values[facet]);
    this.startedAt[id] = startedAt;
    this.highest = Math.max(this.highest, id);
    if (before === undefined) {
      const last = this.order.at(-1);
      if (last !== undefined && (this.startedAt[last] ?? 0) > startedAt) this.isSorted = false;
      this.order.push(id);
    } else if (before !== startedAt) this.isSorted = false;
  }

  deleteAll(ids: ReadonlySet<number>): void {
    this.orders.clear();
    this.order = this.order.filter((id) => !ids.has(id));
    for (const id of ids) this.startedAt[id] = undefined;
  }

  /** Ids, oldest first. */
  inOrder(): readonly number[] {
    if (!this.isSorted) {
      const time = (id: number): number => this.startedAt[id] ?? 0;
      this.order.sort((a, b) => time(a) - time(b) || a - b);
      this.isSorted = true;
    }
    return this.order;
  }

  /** Ids in another order, which `read` gives when it is not known yet. */
  inOrderOf(name: string, read: () => readonly number[]): readonly number[] {
    const known = this.orders.get(name) ?? read();
    this.orders.set(name, known);
    return known;
  }

  /**
   * One pass over ids in the wanted order. `found`: by id, 0 for what was not found, else its tier, the highest first; undefined when
   * everything is.
   */
  find(
    query: SearchQuery,
    order: { readonly ids: readonly number[]; readonly isReversed: boolean },
    found: Uint8Array | undefined,
  ): { readonly total: number; readonly ids: readonly number[]; readonly facets: SearchFound['facets'] } {
    const passes = FACETS.map((facet) => new FacetPass(this.facets[facet], restrictionOf(query, facet)));
    const restricted = passes.filter(({ allowed }) => allowed !== undefined);
    const offset = query.offset ?? 0;
    const wanted = offset + (query.limit ?? 100);
    const tiers: number[][] = [[], [], [], []];
    const { ids } = order;
    let total = 0;
    for (let turn = 0; turn < ids.length; turn += 1) {
      const id = ids[order.isReversed ? ids.length - 1 - turn : turn] ?? 0;
      const tier = found === undefined ? 1 : (found[id] ?? 0);
      if (tier === 0) continue;
      let missed: FacetPass | undefined;
      let misses = 0;
      for (const pass of restricted) {
        if (pass.mayHave(id)) continue;
        missed = pass;
        misses += 1;
      }
      if (misses > 1) continue;
      if (missed !== undefined) {
        // Only its own facet would still show it.
        missed.count(id);
        continue;
      }
      for (const pass of passes) pass.count(id);
      total += 1;
      const ofTier = tiers[tier];
      if (ofTier !== undefined && ofTier.length < wanted) ofTier.push(id);
    }
    const [ofCase, host, state, day, seller, species] = passes.map((pass) => pass.largestFirst());
    return {
      total,
      ids: tiers.toReversed().flat().slice(offset, wanted),
      facets: {
        case: ofCase ?? [],
        host: host ?? [],
        state: state ?? [],
        day: day ?? [],
        seller: seller ?? [],
        species: divideSpecies(species ?? []),
      },
    };
  }
}

/** One facet during one pass. */
class FacetPass {
  readonly allowed: Uint8Array | undefined;
  private readonly of: readonly number[];
  private readonly values: readonly string[];
  private readonly counts: Uint32Array;

  constructor(column: FacetColumn, isAllowed: ((value: string) => boolean) | undefined) {
    this.of = column.of;
    this.values = column.values;
    this.allowed = isAllowed === undefined ? undefined : Uint8Array.from(column.values, (value) => (isAllowed(value) ? 1 : 0));
    this.counts = new Uint32Array(column.values.length);
  }

  mayHave(id: number): boolean {
    return this.allowed?.[this.of[id] ?? 0] === 1;
  }

  count(id: number): void {
    const value = this.of[id] ?? 0;
    this.counts[value] = (this.counts[value] ?? 0) + 1;
  }

  largestFirst(): readonly FacetCount[] {
    const { least, ofLeast } = this.cut();
    let left = ofLeast;
    const shown: FacetCount[] = [];
    for (const [index, value] of this.values.entries()) {
      const count = this.counts[index] ?? 0;
      if (count < least || value === '' || (count === least && left === 0)) continue;
      if (count === least) left -= 1;
      shown.push({ value, count });
    }
    return shown.sort(byCount);
  }

  /** Where each exhibit has a seller of its own, a hundred thousand values would be sorted for the thousand that are shown: the smallest count shown, and how many of it. */
  private cut(): { readonly least: number; readonly ofLeast: number } {
    const largest = this.counts.reduce((most, count) => Math.max(most, count), 0);
    const values = new Uint32Array(largest + 1);
    for (const count of this.counts) values[count] = (values[count] ?? 0) + 1;
    let shown = 0;
    for (let least = largest; least > 0; least -= 1) {
      const more = values[least] ?? 0;
      if (shown + more >= MAX_FACET_VALUES) return { least, ofLeast: MAX_FACET_VALUES - shown };
      shown += more;
    }
    return { least: 1, ofLeast: MAX_FACET_VALUES };
  }
}

function byCount(a: FacetCount, b: FacetCount): number {
  return b.count - a.count || (a.value < b.value ? -1 : 1);
}

function divideSpecies(together: readonly FacetCount[]): readonly FacetCount[] {
  const counts = new Map<string, number>();
  for (const { value, count } of together) for (const one of value.split(SPECIES_BREAK)) counts.set(one, (counts.get(one) ?? 0) + count);
  return [...counts].map(([value, count]) => ({ value, count })).sort(byCount);
}

function restrictionOf(query: SearchQuery, facet: Facet): ((value: string) => boolean) | undefined {
  if (facet === 'day') {
    const { fromDay, toDay } = query;
    if (fromDay === undefined && toDay === undefined) return undefined;
    return (day) => (fromDay === undefined || day >= fromDay) && (toDay === undefined || day <= toDay);
  }
  const wanted: readonly string[] =
    { case: query.cases, host: query.hosts, state: query.states, seller: query.sellers, species: query.species }[facet] ?? [];
  if (wanted.length === 0) return undefined;
  const set = new Set(wanted);
  if (facet === 'species') return (together) => together.split(SPECIES_BREAK).some((one) => set.has(one));
  return (value) => set.has(value);
}
