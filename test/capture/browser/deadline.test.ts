import { describe, expect, it } from 'vitest';
import { pause, reasonOf, withDeadline } from '../../../src/capture/browser/deadline.ts';
import { PugmarkError } from '../../../src/core/errors.ts';

const never = new Promise<never>(() => undefined);

describe('withDeadline', () => {
  it('gives the value, or the error, of what it waits for', async () => {
    await expect(withDeadline(Promise.resolve(1), { ms: 1_000, what: 'x' })).resolves.toBe(1);
    await expect(withDeadline(Promise.reject(new Error('no')), { ms: 1_000, what: 'x' })).rejects.toThrow('no');
  });

  it('gives up in time, and drops what comes later, also a failure', async () => {
    const late = Promise.withResolvers<never>();
    await expect(withDeadline(late.promise, { ms: 5, what: 'answer' })).rejects.toMatchObject({
      code: 'deadline-passed',
      details: { what: 'answer', ms: 5 },
    });
    // Would end the test run as an unhandled rejection.
    late.reject(new Error('late'));
  });

  it('gives up with the reason of its signal, also of one that was aborted before', async () => {
    const lost = new AbortController();
    const waiting = withDeadline(never, { ms: 60_000, what: 'x', signal: lost.signal });
    lost.abort(new PugmarkError('browser-lost', 'gone'));
    await expect(waiting).rejects.toMatchObject({ code: 'browser-lost' });
    await expect(withDeadline(never, { ms: 60_000, what: 'x', signal: lost.signal })).rejects.toMatchObject({ code: 'browser-lost' });
  });

  it('calls a reason that is none of ours a cancellation', () => {
    expect(reasonOf(AbortSignal.abort())).toMatchObject({ code: 'cancelled' });
    expect(reasonOf(AbortSignal.abort(new PugmarkError('page-closed', 'x')))).toMatchObject({ code: 'page-closed' });
  });
});

describe('pause', () => {
  it('ends early when its signal is aborted, and never rejects', async () => {
    const stop = new AbortController();
    const waiting = pause(60_000, stop.signal);
    stop.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(pause(60_000, stop.signal)).resolves.toBeUndefined();
    await expect(pause(1)).resolves.toBeUndefined();
  });
});
