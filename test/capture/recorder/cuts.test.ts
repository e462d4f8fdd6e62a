import { describe, expect, it } from 'vitest';
import type { Recording } from '../../../src/capture/recorder/recording.ts';
import { recordFake } from '../../support/fake-recording.ts';

const codes = ({ warnings }: Recording): readonly string[] => warnings.map(({ code }) => code);

describe('a page that makes more than is recorded', () => {
  it.each([
    [400, []],
    [401, ['exchange-limit']],
  ])('of workers (%d) hits a limit', async (count, limits) => {
    const { recording, tab } = await recordFake();
    // The tab itself is one of the targets.
    for (let i = 1; i < count; i += 1) tab.attachWorker(`w${i}`);
    expect(recording.limitsHit).toEqual(limits);
    expect(codes(recording).includes('too-many-targets')).toBe(limits.length > 0);
  });

  it.each([
    [2_000, []],
    [2_003, ['exchange-limit']],
  ])('of WebSockets (%d) hits a limit, and says how many are missing', async (count, limits) => {
    const { recording, tab } = await recordFake();
    for (let i = 0; i < count; i += 1) tab.emit('Network.webSocketCreated', { requestId: `s${i}`, url: 'ws://site.example/' });
    await recording.close({ timeoutMs: 100 });
    expect(recording.limitsHit).toEqual(limits);
    const told = recording.warnings.filter(({ code }) => code === 'sockets-dropped').map(({ detail }) => detail);
    expect(told).toEqual(limits.length === 0 ? [] : ['3 WebSockets over the limit are not recorded']);
  });

  it.each([
    [64, 0],
    [67, 3],
  ])('of header lists under one id (%d) is warned of', async (count, dropped) => {
    const { recording, tab } = await recordFake();
    for (let i = 0; i < count; i += 1) tab.emit('Network.requestWillBeSentExtraInfo', { requestId: 'r', headers: { a: 'b' } });
    await recording.close({ timeoutMs: 100 });
    const told = recording.warnings.filter(({ code }) => code === 'heads-left-out').map(({ detail }) => detail.split(' ')[0]);
    expect(told).toEqual(dropped === 0 ? [] : [String(dropped)]);
  });
});
