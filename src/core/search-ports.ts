import type { UtcTime } from './clock.ts';
import type { Sha256Digest } from './digest/digest.ts';
import type { ExhibitNumber } from './ids.ts';
import type { AttemptState } from './model/case.ts';

/** What to find. An empty list restricts nothing. */
export interface SearchQuery {
  /**
   * Words; each must occur, accents, case and width do not count, the last one may be unfinished from its second letter on. Quotes and operators mean nothing.
   * At most the first 32 words count.
   */
  readonly text?: string;
  /** References of cases. */
  readonly cases?: readonly string[];
  readonly hosts?: readonly string[];
  /** As pages name them. */
  readonly sellers?: readonly string[];
  /** Scientific names, as current statements have them. */
  readonly species?: readonly string[];
  readonly states?: readonly AttemptState[];
  /** UTC days, `2026-11-22`; both inclusive. */
  readonly fromDay?: string;
  readonly toDay?: string;
  /** `relevance`: found in the title before seller, notes and address before the page, each newest first. Default `newest`. */
  readonly sort?: SearchSort;
  readonly offset?: number;
  /** Default 100. */
  readonly limit?: number;
}
export type SearchSort = 'newest' | 'oldest' | 'title' | 'host' | 'relevance';

/** An exhibit as lists show it, of any case. */
export interface IndexedExhibit {
  /** Reference of its case. */
  readonly case: string;
  readonly exhibit: ExhibitNumber;
  readonly kind: 'capture' | 'received';
  readonly state: AttemptState;
  readonly title?: string;
  /** Empty for a received file. */
  readonly requestedUrl: string;
  readonly shownUrl?: string;
  /** Host of the shown, or the requested, address; empty for a received file. */
  readonly host: string;
  /** As the page names it, verbatim (`findSeller`). */
  readonly seller?: string;
  readonly startedAt: UtcTime;
  readonly endedAt?: UtcTime;
  readonly digest?: Sha256Digest;
  /** By law. */
  readonly erased?: true;
  readonly hasPicture: boolean;
  readonly hasNotes: boolean;
  /** Where the searched words stand: pieces of the text, found words marked. */
  readonly snippet?: readonly SnippetPiece[];
}

export interface SnippetPiece {
  readonly text: string;
  readonly found: boolean;
}

export interface SearchFound {
  readonly total: number;
  readonly rows: readonly IndexedExhibit[];
  /**
   * Counts over all that is found, each facet without its own restriction; largest first, at most 1,000 values each. An exhibit of several species
   * counts for each.
   */
  readonly facets: Readonly<Record<'case' | 'host' | 'state' | 'day' | 'seller' | 'species', readonly FacetCount[]>>;
}

export interface FacetCount {
  readonly value: string;
  readonly count: number;
}

/** What to find in packages from others; `cases` are the own ones that they are kept in. With `package`: in that one only. */
export interface ReceivedQuery extends SearchQuery {
  readonly package?: { readonly case: string; readonly exhibit: ExhibitNumber };
}

/** An exhibit in a package from others, as lists show it. Number, state and time are what the sender's record says. */
export interface IndexedReceived {
  /** Reference of the own case, and the exhibit that the package is there. */
  readonly case: string;
  readonly package: ExhibitNumber;
  readonly senderCase?: string;
  readonly exhibit: ExhibitNumber;
  readonly kind: 'capture' | 'received';
  /** Absent where the package withholds the record. */
  readonly state?: 'sealed' | 'partial' | 'failed';
  readonly title?: string;
  readonly requestedUrl: string;
  readonly shownUrl?: string;
  readonly host: string;
  readonly seller?: string;
  readonly startedAt?: UtcTime;
  readonly digest?: Sha256Digest;
  readonly hasPicture: boolean;
  readonly snippet?: readonly SnippetPiece[];
}

export interface ReceivedFound {
  readonly total: number;
  readonly rows: readonly IndexedReceived[];
}

/**
 * What the index has of a kept package. `reading`: not yet all of it; `locked`: it is kept encrypted; `damaged`: its bytes are not those that were
 * received; `unreadable`: no package that can be shown.
 */
export interface IndexedPackage {
  readonly case: string;
  readonly exhibit: ExhibitNumber;
  readonly contents: 'reading' | 'ready' | 'locked' | 'damaged' | 'unreadable';
  readonly exhibits: number;
  /** It has more exhibits, or longer texts, than the index takes in. */
  readonly isCut: boolean;
}

/** `building`: what was found may lack exhibits or changes that are being read. */
export interface IndexState {
  readonly state: 'building' | 'ready' | 'failed';
  /** Exhibits in the index. */
  readonly exhibits: number;
}

/**
 * Search over all cases of a vault. Derived from the evidence and apart from it: it follows seals and notes in the background, delays and
 * fails none of them, and makes itself anew when it is missing, damaged or of another release.
 */
export interface SearchIndex {
  readonly state: IndexState;
  /** Throws `io-failed`, `disk-full`. */
  search(query: SearchQuery): SearchFound;
  /** Exhibits in packages from others, apart from the own ones. Throws as `search`. */
  searchReceived(query: ReceivedQuery): ReceivedFound;
  /** Throws as `search`. */
  listReceived(): readonly IndexedPackage[];
  /** Exhibits with this address as requested, document's or shown one, newest first; fragments do not count. Throws as `search`. */
  findAt(url: string): readonly IndexedExhibit[];
  /** Resolves when everything committed before this call is in the index. Never rejects: see `state`. */
  whenCurrent(): Promise<void>;
  /** Called after the index took in something. Returns the end of it. */
  onChange(listener: () => void): () => void;
}
