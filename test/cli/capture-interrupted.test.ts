import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { isFitNode } from '../../scripts/setup/node-runtime.mjs';
import { projectPath } from '../support/project.ts';
import { Pugmark } from '../support/pugmark.ts';
import type { TruthServer } from '../support/truth-server.ts';

let pugmark: Pugmark;
let server: TruthServer;

beforeAll(async () => {
  ({ pugmark, server } = await Pugmark.withHostilePages());
});

const captureOf = (...paths: readonly string[]): readonly string[] => [
  'capture',
  '--case',
  'C-1',
  '--no-pdf',
  ...paths.map((path) => server.url(path)),
];

async function expectSound(): Promise<void> {
  expect(await pugmark.check()).toEqual({ code: 0, findings: [] });
}

/** Makes the next start of the vault happen, which accounts for what was cut short. */
async function openVault(): Promise<string> {
  const { code, stderr } = await pugmark.run(['case', 'new', `N-${Math.random()}`, '--title', 'x']);
  expect(code).toBe(0);
  return stderr;
}

describe('Ctrl-C', () => {
  it('cancels what is under way at the first, accounts for it and says what had no turn', async () => {
    const running = pugmark.start([...captureOf('/never', '/ordinary'), '--json']);
    await running.said('E-0001 opening');
    running.child.kill('SIGINT');
    const { code, stdout } = await running.ended;
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      exhibits: [{ exhibit: 'E-0001', state: 'cancelled', artifacts: [] }],
      notStarted: [server.url('/ordinary')],
    });
    expect(await pugmark.listStates()).toEqual(['cancelled']);
    await expectSound();
  });

  it('ends at once at the second, and the next start accounts for the attempt', async () => {
    const running = pugmark.start(captureOf('/never'));
    await running.said('E-0002 opening');
    running.child.kill('SIGINT');
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(3);
    await openVault();
    expect(['cancelled', 'interrupted']).toContain((await pugmark.listStates())[1]);
    await expectSound();
  });
});

describe('two commands on one vault', () => {
  it('lets one write, turns the other away, and lets anyone read meanwhile', async () => {
    const running = pugmark.start(captureOf('/never'));
    await running.said('opening');
    const [second, reading] = await Promise.all([
      pugmark.json(['case', 'new', 'X', '--title', 'x']),
      pugmark.run(['list', '--case', 'C-1']),
    ]);
    expect(second).toMatchObject({ code: 4, document: { format: 'error/v1', code: 'vault-locked' } });
    expect(reading.code).toBe(0);
    running.child.kill('SIGINT');
    await running.ended;
    expect((await pugmark.run(['case', 'new', 'X', '--title', 'x'])).code).toBe(0);
  });
});

describe('kill -9', () => {
  it('of the launcher ends the command that it started', async (context) => {
    const node = findOtherNode();
    context.skip(node === undefined, 'every Node of this machine is the one that runs the command itself');
    const launcher = spawn(node ?? '', [projectPath('bin', 'pugmark'), ...captureOf('/never')], {
      cwd: pugmark.home,
      env: { ...process.env, ...pugmark.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await new Promise<void>((resolve) => launcher.stderr.on('data', (text: Buffer) => text.toString().includes('opening') && resolve()));
    launcher.kill('SIGKILL');
    // The command holds the vault while it lives: it is free once the command has ended.
    await openVault();
    expect((await pugmark.listStates()).at(-1)).toBe('cancelled');
    await expectSound();
  });
});

/** A Node that is too old to run the sources, so that the launcher has to start another one. */
function findOtherNode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path) && !isFitNode(execFileSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()));
}
