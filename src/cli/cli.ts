import { homedir } from 'node:os';
import { resolve } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { PugmarkError } from '../core/errors.ts';
import { findDefaultVaultFolder } from '../platform/user-folders.ts';
import { EXIT } from './exit-codes.ts';
import type { Interrupts } from './interrupts.ts';
import { Paint } from './output/paint.ts';
import { buildTerminalJson, forTerminal } from './output/terminal-text.ts';

/** The streams and the surroundings of one command. */
export interface CliStreams {
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface GlobalOptions {
  readonly vault?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** What every command shares: where things are, and how results, messages and the exit code get out. */
export class Cli {
  readonly streams: CliStreams;
  readonly interrupts: Interrupts;
  readonly paint: Paint;
  exitCode: number = EXIT.done;
  #options: GlobalOptions = {};

  constructor(streams: CliStreams, interrupts: Interrupts) {
    this.streams = streams;
    this.interrupts = interrupts;
    this.paint = new Paint(streams.stdout.isTTY === true && isColourWanted(streams.env));
  }

  /** Called once the command line is read. */
  setOptions(options: GlobalOptions): void {
    this.#options = options;
  }

  get json(): boolean {
    return this.#options.json === true;
  }

  get quiet(): boolean {
    return this.#options.quiet === true;
  }

  /** True when a line on standard error may be drawn again and again. */
  get showsProgressLine(): boolean {
    return this.streams.stderr.isTTY === true && !this.quiet && !this.json && this.streams.env['TERM'] !== 'dumb';
  }

  /** Absolute path of the vault: `--vault`, PUGMARK_VAULT, or the user's data folder. */
  vaultFolder(): string {
    if (this.#options.vault !== undefined) return resolve(this.#options.vault);
    return findDefaultVaultFolder({ platform: process.platform, homeFolder: homedir(), env: this.streams.env });
  }

  /** The one result of a command: the document with `--json`, otherwise the lines. Lines hold safe text only. */
  result(document: object, lines: readonly string[]): void {
    this.streams.stdout.write(this.json ? `${buildTerminalJson(document)}\n` : lines.map((line) => `${line}\n`).join(''));
  }

  /** Help or a version, as they were asked for; with `--json` one document. */
  writeHelp(text: string): void {
    if (!this.json) this.streams.stdout.write(text);
    // A version is one line of nothing else.
    else if (/^\d+\.\d+\.\d+\S*\n$/.test(text)) this.result({ format: 'version/v1', name: 'pugmark', version: text.trim() }, []);
    else this.result({ format: 'help/v1', text }, []);
  }

  /** A line of human output as it comes up; nothing with `--json`. */
  line(text: string): void {
    if (!this.json && !this.quiet) this.streams.stdout.write(`${text}\n`);
  }

  /** Something a person may like to know; not with `--quiet`. */
  note(text: string): void {
    if (!this.quiet) this.streams.stderr.write(`${forTerminal(text)}\n`);
  }

  /** Something a person has to know. */
  warn(text: string): void {
    this.streams.stderr.write(`warning: ${forTerminal(text)}\n`);
  }

  /** Ends a command with an error: one line, and the error document with `--json`. */
  fail(error: PugmarkError, exitCode: number): void {
    if (this.json) {
      const details = Object.keys(error.details).length === 0 ? {} : { details: error.details };
      this.streams.stdout.write(`${buildTerminalJson({ format: 'error/v1', code: error.code, message: error.message, ...details })}\n`);
    }
    this.streams.stderr.write(`pugmark: ${forTerminal(error.message)}\n`);
    this.exitCode = exitCode;
  }
}

/** See no-color.org: any value but an empty one. */
function isColourWanted(env: CliStreams['env']): boolean {
  return (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

/** For choices that are made on the command line and turn out wrong. */
export function usageError(message: string): PugmarkError {
  return new PugmarkError('usage', message);
}
