/** Bytes of known length that can be read anywhere. */
export interface ByteReader {
  readonly sizeBytes: number;
  /** Exactly `length` bytes from `offset`. Throws `input-unreadable` when they are not there. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** Fills `target` from `offset`: large files are read without new memory for each piece. Absent where there is no such way. */
  readInto?(offset: number, target: Uint8Array): Promise<void>;
}

/** One thing in a package as the container lists it. */
export interface PackageEntry {
  /** As it stands in the container, `/` between the parts. */
  readonly path: string;
  /** Only a regular file has bytes; a folder is listed by ZIP files only. */
  readonly kind: 'file' | 'folder' | 'symlink' | 'other';
  /** Unpacked. */
  readonly sizeBytes: number;
}

/** A package at rest: a ZIP file or an unpacked folder. */
export interface PackageSource {
  readonly container: 'zip' | 'folder';
  /** Name of the file or folder itself, without the way to it. */
  readonly name: string;
  /** The one time of all entries of a ZIP file, as it stands there; absent for a folder and for a file without entries. */
  readonly dosTime?: number;
  /** In the container's order. */
  readonly entries: readonly PackageEntry[];
  /**
   * The bytes of a file, unpacked, never more than `sizeBytes` of its entry. A piece is valid until the next one is asked for. Throws `input-unreadable` when the container is damaged there
   * or holds another number of bytes.
   */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** Random access; undefined where the container holds the file compressed. */
  open(path: string): ByteReader | undefined;
}

/** Decompression as a port: zlib on a workstation, plain JavaScript in a browser. */
export interface Decompression {
  /** One raw deflate stream (RFC 1951). Throws `input-unreadable` when it is damaged, ends early, or bytes follow its end. */
  inflateRaw(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** One or more gzip members (RFC 1952), one after the other. Throws `input-unreadable` when they are damaged or end early. */
  gunzip(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** CRC-32 (ISO 3309) of `bytes`, going on from `before`. */
  crc32(bytes: Uint8Array, before: number): number;
}
