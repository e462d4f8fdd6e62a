import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import type { Vaults, VaultStore } from '../../src/core/ports.ts';
import { readToolIdentity } from '../../src/engine/composition.ts';
import { nodeCryptography } from '../../src/platform/cryptography.ts';
import { systemClock } from '../../src/platform/system-clock.ts';
import { createVaults } from '../../src/storage/vaults.ts';
import { startHostileServer } from './hostile-server.ts';
import { runInThisProcess, type Ran } from './command-in-process.ts';
import { projectPath } from './project.ts';
import { keptTempFolder } from './temp-folder.ts';
import type { TruthServer } from './truth-server.ts';

const PASSPHRASE = 'correct horse';

export interface Running {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ran>;
  /** Resolves once standard error or output holds `text`; rejects when the command ends before. */
  said(text: string): Promise<void>;
}

/** The command line in a folder of its own, with a state folder and a home of its own: nothing of this account is touched. */
export class Pugmark {
  readonly home: string;
  readonly vault: string;
  /** Its surroundings. */
  readonly env: NodeJS.ProcessEnv;

  constructor(home: string) {
    this.home = home;
    this.vault = join(home, 'vault');
    this.env = {
      ...process.env,
      HOME: home,
      PUGMARK_VAULT: this.vault,
      PUGMARK_STATE: join(home, 'state'),
      PUGMARK_PASSPHRASE: PASSPHRASE,
      NO_COLOR: '1',
    };
  }

  /** A vault as `init` makes it beside the hostile pages, for all tests of a file: call it before all of them. */
  static async withHostilePages(): Promise<{ readonly pugmark: Pugmark; readonly server: TruthServer }> {
    const server = await startHostileServer({}, (end) => afterAll(end));
    return { pugmark: await new Pugmark(keptTempFolder()).init(), server };
  }

  /** Starts a command; `env` adds to the surroundings (undefined takes away). */
  start(words: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
    const child = spawn(process.execPath, [projectPath('bin', 'pugmark'), ...words], {
      cwd: this.home,
      env: { ...this.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let listeners: (() => void)[] = [];
    const heard = (): void => listeners.forEach((listener) => listener());
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      heard();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      heard();
    });
    const ended = new Promise<Ran>((resolve) => {
      child.on('close', (code) => resolve({ code, stdout, stderr }));
    });
    const said = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!stderr.includes(text) && !stdout.includes(text)) return;
          listeners = listeners.filter((listener) => listener !== look);
          resolve();
        };
        listeners.push(look);
        void ended.then(() => reject(new Error(`ended without saying ${text}: ${stderr}`)));
        look();
      });
    return { child, ended, said };
  }

  /** Runs a command in this process, which costs a tenth of a process of its own and is the same program from its first word on. */
  run(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return runInThisProcess(words, { ...this.env, ...env });
  }

  /** Runs a command in a process of its own, as a person would. */
  runApart(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
    return this.start(words, env).ended;
  }

  /** Runs with `--json` and reads the document, which has to be the only thing on standard output. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- a test says once what document it expects
  async json<T = Record<string, unknown>>(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran & { readonly document: T }> {
    const ran = await this.run([...words, '--json'], env);
    return { ...ran, document: JSON.parse(ran.stdout) as T };
  }

  /** States of the exhibits of case `C-1`, oldest first. */
  async listStates(): Promise<readonly string[]> {
    const { document } = await this.json<{ exhibits: { state: string }[] }>(['list', '--case', 'C-1']);
    return document.exhibits.map(({ state }) => state);
  }

  /** What `check` finds in the vault. */
  async check(): Promise<{ readonly code: number | null; readonly findings: readonly unknown[] }> {
    const { code, document } = await this.json<{ findings: unknown[] }>(['check']);
    return { code, findings: document.findings };
  }

  /**
   * A vault with an evidence case `C-1` and a practice case `P-1`. Its passphrase costs next to nothing to try, which makes
   * a hundred commands quick and no vault for real.
   */
  async init(): Promise<this> {
    const vault = await this.#vaults().init({ folder: this.vault, passphrase: PASSPHRASE, serviceNumber: 'S-1', agency: 'Test' });
    vault.newCase({ reference: 'C-1', title: 'Case one', practice: false });
    vault.newCase({ reference: 'P-1', title: 'Practice one', practice: true });
    vault.close();
    return this;
  }

  /** Its vault, open for writing in this process: close it before the next command. */
  open(): Promise<VaultStore> {
    return this.#vaults().open({ folder: this.vault, passphrase: PASSPHRASE });
  }

  #vaults(): Vaults {
    return createVaults({
      clock: systemClock,
      cryptography: nodeCryptography,
      stateFolder: join(this.home, 'state'),
      tool: readToolIdentity(),
      hostName: 'test',
      scryptWorkFactor: 10,
    });
  }
}
