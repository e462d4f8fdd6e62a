import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeSurfaces, readToolIdentity } from '../../../src/engine/composition.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import { startEngine } from '../../../src/engine/start-engine.ts';
import { createSharpImageCodec } from '../../../src/imaging/sharp-image-codec.ts';
import { nodeHashing } from '../../../src/platform/cryptography.ts';
import { systemClock } from '../../../src/platform/system-clock.ts';
import { startPracticeMarket, type PracticeMarket } from '../../../src/practice/practice-market.ts';
import { createVaults } from '../../../src/storage/vaults.ts';
import { CALLS, type CallInput, type CallName, type CallOutput, type JudgedInput } from '../../../src/rpc/contract.ts';
import type { BrowserTab } from '../../../src/rpc/contract/browser.ts';
import type { CaptureJob } from '../../../src/rpc/contract/captures.ts';
import { makeEnvironment, PASSPHRASE } from '../../storage/vault-parts.ts';
import { eventually } from '../../support/eventually.ts';
import { keptTempFolder } from '../../support/temp-folder.ts';

const CASE = 'PRACTICE-1';
const root = keptTempFolder();
const vaultFolder = join(root, 'vault');
const stateFolder = join(root, 'station');
const images = createSharpImageCodec(nodeHashing);
const vaults = createVaults(makeEnvironment(root, { clock: systemClock, tool: readToolIdentity(), images }));

let engine: Engine;
let market: PracticeMarket;

beforeAll(async () => {
  market = await startPracticeMarket();
  engine = await startEngine({
    shell: 'workstation',
    vaultFolder,
    stateFolder,
    vaults,
    tell: () => undefined,
    surfaces: await composeSurfaces(),
  });
  await call('vault.create', { serviceNumber: 'S-1', agency: 'Practice', passphrase: PASSPHRASE, noRecovery: true });
  // What a page prints as is proven with the capture itself.
  await call('settings.change', { print: false });
  await call('cases.create', { reference: CASE, title: 'Ads of the practice market', practice: true });
});

afterAll(async () => {
  await engine.close();
  await market.close();
});

async function call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
  const handler = engine.handlers[name] as (input: unknown, context: { signal: AbortSignal }) => unknown;
  const judged = CALLS[name].input.parse(input) as JudgedInput<Name>;
  return CALLS[name].output.parse(await handler(judged, { signal: new AbortController().signal })) as CallOutput<Name>;
}

/** A tab in which the page has loaded. */
async function openTab(url: string): Promise<BrowserTab> {
  const { id } = await call('tabs.open', { case: CASE, url });
  return await eventually(async () => {
    const tab = (await call('tabs.list', {})).find((tab) => tab.id === id);
    expect(tab).toMatchObject({ loading: false, security: 'insecure' });
    expect(tab?.url).not.toBe('');
    if (tab === undefined) throw new Error('gone');
    return tab;
  });
}

/** These captures, once `is` holds for each of them. */
async function untilAll(jobs: readonly CaptureJob[], is: (job: CaptureJob) => boolean): Promise<CaptureJob[]> {
  const ids = jobs.map(({ job }) => job);
  return await eventually(async () => {
    const now = (await call('captures.list', {})).filter(({ job }) => ids.includes(job)).toReversed();
    expect(now.map(is)).toEqual(ids.map(() => true));
    return now;
  });
}

const hasEnded = ({ state }: CaptureJob): boolean => state !== 'running' && state !== 'stopping';

// In the order of a working day, one browser for all of it: a second try of one step would meet the state of the first.
describe('a case in a real browser', { retry: 0 }, () => {
  it('keeps out of a practice case what is not of the practice market', async () => {
    await expect(call('tabs.open', { case: CASE, url: 'https://ads.test/' })).rejects.toMatchObject({ code: 'practice-host-required' });
    expect(await call('tabs.list', {})).toEqual([]);
  });

  it('seals what two tabs show, captured at once, with nothing missing', async () => {
    const urls = [market.adWith('plain').url, market.adWith('shadow-dom').url];
    const tabs = [await openTab(urls[0] ?? ''), await openTab(urls[1] ?? '')];
    const begun = await call('captures.start', { tabs: tabs.map(({ id }) => id) });
    expect(begun.map(({ exhibit }) => exhibit)).toEqual(['E-0001', 'E-0002']);
    const jobs = await untilAll(begun, hasEnded);
    for (const [i, job] of jobs.entries()) {
      expect(job).toMatchObject({ state: 'sealed', url: urls[i], time: 'none' });
      expect(job.seenAt).toBeDefined();
      expect(job.steps.length).toBeGreaterThan(5);
      expect(job.result?.completeness?.incomplete).toEqual({ shown: 0, supporting: 0, background: 0 });
      const roles = job.result?.artifacts.map(({ role }) => role);
      expect(roles).toEqual(expect.arrayContaining(['screenshot-viewport', 'screenshot-full', 'dom', 'text', 'wacz', 'record']));
    }
    expect((await call('tabs.list', {})).map(({ locked }) => locked)).toEqual([false, false]);
  });

  it('keeps what there is when stopped', async () => {
    // The same tab again: it goes on being recorded after a capture.
    const tab = (await call('tabs.list', {})).at(-1);
    const begun = await call('captures.start', { tabs: [tab?.id ?? ''] });
    await untilAll(begun, ({ seenAt }) => seenAt !== undefined);
    await call('captures.stop-and-keep', { job: begun[0]?.job ?? '' });
    const [job] = await untilAll(begun, hasEnded);
    // A step that was cut short says so too: on a busy machine the stop meets the scrolling.
    expect(job?.state).toBe('partial');
    expect(new Set(job?.result?.reasons?.map(({ code }) => code))).toEqual(new Set(['stopped-by-operator']));
    expect(job?.result?.artifacts.map(({ role }) => role)).toContain('screenshot-viewport');
  });

  it('goes on in a kept profile, with its pages loaded again', async () => {
    const before = await call('tabs.list', {});
    expect(await call('browser.restart', { case: CASE, login: 'market' })).toMatchObject({ login: 'market', logins: ['market'] });
    await eventually(async () => {
      const tabs = await call('tabs.list', {});
      expect(tabs.map(({ id, url, loading, title }) => [id, url, loading, title])).toEqual(
        before.map(({ id, url, title }) => [id, url, false, title]),
      );
    });
  });

  it('accounts for what is under way when the app ends, and the vault is whole', async () => {
    const [tab] = await call('tabs.list', {});
    const [begun] = await call('captures.start', { tabs: [tab?.id ?? ''] });
    await engine.close();
    const report = await vaults.check({ folder: vaultFolder, passphrase: PASSPHRASE });
    expect(report.findings).toEqual([]);
    const reader = await vaults.read({ folder: vaultFolder, passphrase: PASSPHRASE });
    const states = reader
      .readCase(CASE)
      .listExhibits()
      .map(({ exhibit, state }) => [exhibit, state]);
    expect(states.slice(0, 3)).toEqual([
      ['E-0001', 'sealed'],
      ['E-0002', 'sealed'],
      ['E-0003', 'partial'],
    ]);
    expect(states.at(3)?.[0]).toBe(begun?.exhibit);
    expect(['partial', 'interrupted']).toContain(states.at(3)?.[1]);
    reader.close();
  });
});
