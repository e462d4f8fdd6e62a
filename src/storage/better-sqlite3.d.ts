// The package's own types cannot be found through its `exports`; this is the part of its interface that we use.
declare module 'better-sqlite3' {
  type SqlValue = string | number | bigint | Uint8Array | null;

  interface RunResult {
    readonly changes: number;
    readonly lastInsertRowid: number | bigint;
  }

  interface Statement<Parameters extends unknown[] = unknown[], Row = unknown> {
    run(...parameters: Parameters): RunResult;
    get(...parameters: Parameters): Row | undefined;
    all(...parameters: Parameters): Row[];
    /** From now on rows are their first column alone. */
    pluck(): this;
    iterate(...parameters: Parameters): IterableIterator<Row>;
  }

  interface Transaction<T> {
    (): T;
    deferred(): T;
    immediate(): T;
    exclusive(): T;
  }

  interface BackupProgress {
    readonly totalPages: number;
    readonly remainingPages: number;
  }

  class Database {
    constructor(
      pathOrBytes: string | Buffer,
      options?: { readonly readonly?: boolean; readonly fileMustExist?: boolean; readonly timeout?: number },
    );
    readonly open: boolean;
    readonly inTransaction: boolean;
    readonly name: string;
    prepare<Parameters extends unknown[] = SqlValue[], Row = unknown>(sql: string): Statement<Parameters, Row>;
    transaction<T>(work: () => T): Transaction<T>;
    exec(sql: string): this;
    pragma(text: string, options?: { readonly simple?: boolean }): unknown;
    backup(destination: string, options?: { progress?: (info: BackupProgress) => number }): Promise<BackupProgress>;
    close(): this;
  }

  export type { Database, Statement };
  export default Database;
}
