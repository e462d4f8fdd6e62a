import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UtcTime } from '../../core/clock.ts';
import type { OutboundPurpose } from '../../core/outbound-ports.ts';

/** One exchange of the tool itself, or one that was refused. */
export interface OutboundLogLine {
  readonly time: UtcTime;
  readonly purpose: OutboundPurpose;
  /** Address, or `host:port` of a time server. */
  readonly to: string;
  readonly proxy?: string;
  readonly tookMs: number;
  readonly sentBytes: number;
  /** Of an answer. */
  readonly status?: number;
  readonly receivedBytes?: number;
  /** Of none: code, and why. */
  readonly error?: { readonly code: string; readonly reason?: string };
}

/** Above this the file begins anew, and the one before is kept beside it. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Appends a line of JSON per exchange to a file of this station. A file that cannot be written holds up nothing: the custody log has what counts. */
export function logToFile(path: string, warn: (message: string) => void = () => undefined): (line: OutboundLogLine) => void {
  return (line) => {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      if (existsSync(path) && statSync(path).size > MAX_FILE_BYTES) renameSync(path, `${path}.1`);
      appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch (error) {
      warn(`${path} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
}
