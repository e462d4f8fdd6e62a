/** What of a package can be shown, as plain text and lists: nothing of it is ever taken for markup. */
export interface PackageContent {
  readonly exhibits: readonly string[];
  /** Pictures of a reduced set, which holds no exhibits: paths. */
  readonly pictures: readonly string[];
  /** Paths of reports. */
  readonly reports: readonly string[];
  /** Of the newest segment first; cut at some thousands. */
  readonly timeline: readonly TimelineRow[];
  readonly timelineTotal: number;
  /** Everything else that can be opened: path and size. */
  readonly files: readonly ContentFile[];
}

export interface ContentFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** A line of the custody log; of a withheld one only its place is known. */
export interface TimelineRow {
  readonly seq: number;
  readonly time?: string;
  readonly type?: string;
  readonly exhibit?: string;
  readonly actor?: string;
}

export interface ExhibitContent {
  readonly exhibit: string;
  /** Label of the catalogue, and the value as it stands in the record. */
  readonly facts: readonly (readonly [fact: ExhibitFact, value: string])[];
  readonly files: readonly ExhibitFile[];
}

export const EXHIBIT_FACTS = [
  'title',
  'requestedUrl',
  'shownUrl',
  'documentUrl',
  'status',
  'server',
  'clickedAt',
  'finishedAt',
  'language',
  'browser',
  'fileName',
  'addedAt',
] as const;
export type ExhibitFact = (typeof EXHIBIT_FACTS)[number];

export interface ExhibitFile extends ContentFile {
  /** Role as the record has it; absent for what the record does not list. */
  readonly role?: string;
  readonly sha256?: string;
}
