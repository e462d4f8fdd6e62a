import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { CaptureRunEvent } from '../../src/app/capture-run.ts';
import { Cli } from '../../src/cli/cli.ts';
import { Interrupts } from '../../src/cli/interrupts.ts';
import { CaptureProgressDisplay } from '../../src/cli/output/capture-progress.ts';

function cliOn(terminal: boolean): { readonly cli: Cli; readonly written: () => { readonly out: string; readonly err: string } } {
  const stream = (): PassThrough & { isTTY: boolean; columns: number } =>
    Object.assign(new PassThrough(), { isTTY: terminal, columns: 80 });
  const streams = { stdin: stream(), stdout: stream(), stderr: stream(), env: { NO_COLOR: '1' } };
  const interrupts = new Interrupts({ onFirst: () => undefined, exit: () => undefined });
  return { cli: new Cli(streams, interrupts), written: () => ({ out: textOf(streams.stdout), err: textOf(streams.stderr) }) };
}

function textOf(from: PassThrough): string {
  return ((from.read() as Buffer | null) ?? '').toString();
}

const EVENTS: readonly CaptureRunEvent[] = [
  { kind: 'started', address: { url: 'https://a.test/\u001b[2J', from: 'x' }, exhibit: 'E-0001' },
  { kind: 'progress', exhibit: 'E-0001', progress: { stage: 'print', exchanges: 4, bytes: 2_000 } },
  { kind: 'progress', exhibit: 'E-0001', progress: { stage: 'opened-up', exchanges: 5, bytes: 3_000 } },
  {
    kind: 'ended',
    address: { url: 'https://a.test/', from: 'x' },
    result: {
      case: 'C',
      exhibit: 'E-0001',
      state: 'partial',
      requestedUrl: 'https://a.test/\u001b[2J',
      startedAt: '2026-01-01T00:00:00.000Z',
      tookMs: 4_200,
      httpStatus: 200,
      title: 'T\u202e',
      artifacts: [],
      reasons: [{ code: 'time-limit', detail: 'it was slow' }],
    },
  },
];

describe('CaptureProgressDisplay', () => {
  it('draws one line again on a terminal, never backwards, and leaves the result', () => {
    const { cli, written } = cliOn(true);
    const display = new CaptureProgressDisplay(cli, 3);
    for (const event of EVENTS) display.show(event);
    const { out, err } = written();
    expect(err).toContain('[0/3] E-0001 opening > seen > opened up > printed ... (5 exchanges, 3.0 kB)');
    expect(err.endsWith('\r\u001b[2K')).toBe(true);
    expect(out).toBe(
      'E-0001  partial    HTTP 200  4.2 s  T\\u{202e}\n        https://a.test/\\u{1b}[2J\n        time-limit: it was slow\n',
    );
  });

  it('writes plain lines elsewhere, and nothing on standard output for a document', () => {
    const { cli, written } = cliOn(false);
    cli.setOptions({ json: true });
    const display = new CaptureProgressDisplay(cli, 1);
    for (const event of EVENTS) display.show(event);
    expect(written()).toEqual({ out: '', err: 'E-0001 opening https://a.test/\\u{1b}[2J\n' });
  });
});
