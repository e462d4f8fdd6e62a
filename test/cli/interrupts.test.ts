import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { Interrupts } from '../../src/cli/interrupts.ts';

function watched(): { interrupts: Interrupts; source: EventEmitter & { channel?: object }; told: string[] } {
  const told: string[] = [];
  const interrupts = new Interrupts({ onFirst: () => told.push('first'), exit: (code) => told.push(`exit ${code}`) });
  const source: EventEmitter & { channel?: object } = new EventEmitter();
  return { interrupts, source, told };
}

/** A process that a launcher started. */
function launched(): ReturnType<typeof watched> {
  const parts = watched();
  parts.source.channel = { unref: () => undefined };
  parts.interrupts.listen(parts.source as NodeJS.Process);
  return parts;
}

describe('Interrupts', () => {
  it('cancels at the first and ends at the second', () => {
    const { interrupts, source, told } = watched();
    interrupts.listen(source as NodeJS.Process);
    expect(interrupts.signal.aborted).toBe(false);
    source.emit('SIGINT');
    expect(interrupts.signal.aborted).toBe(true);
    expect(interrupts.signal.reason).toMatchObject({ code: 'cancelled' });
    expect(told).toEqual(['first']);
    source.emit('SIGTERM');
    expect(told).toEqual(['first', 'exit 3']);
  });

  it('counts Ctrl-C once although the terminal tells the launcher and us', () => {
    const { source, told } = launched();
    source.emit('SIGINT');
    source.emit('message', { pugmarkInterrupts: 1 });
    expect(told).toEqual(['first']);
    source.emit('message', { pugmarkInterrupts: 2 });
    source.emit('SIGINT');
    expect(told.slice(0, 2)).toEqual(['first', 'exit 3']);
  });

  it('hears an interrupt that only the launcher got', () => {
    const { interrupts, source, told } = launched();
    source.emit('message', { something: 'else' });
    source.emit('message', null);
    expect(interrupts.signal.aborted).toBe(false);
    source.emit('message', { pugmarkInterrupts: 1 });
    expect(told).toEqual(['first']);
  });

  it('cancels when the launcher is gone', () => {
    const { interrupts, source, told } = launched();
    source.emit('disconnect');
    expect(interrupts.signal.aborted).toBe(true);
    expect(told).toEqual(['first']);
  });
});
