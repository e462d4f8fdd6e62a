/** Bytes never cross the calls: the window gets an address below `/evidence/` and reads it like a picture or a file. */
export interface EvidenceFile {
  /** What it is served as. Never HTML, SVG or script: those are `text/plain` or `application/octet-stream`. */
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Digest or other name of exactly these bytes, for the window's cache. */
  readonly etag?: string;
  /** Bytes from `start` to before `end`; all of them without. Throws `object-missing`, `object-changed`. */
  read(range?: { readonly start: number; readonly end: number }): AsyncIterable<Uint8Array>;
}

export interface EvidenceFiles {
  /** `address` as a call gave it, e.g. `/evidence/...`. Undefined for anything that no call could have given. */
  find(address: string): Promise<EvidenceFile | undefined>;
}
