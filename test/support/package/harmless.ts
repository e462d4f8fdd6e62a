import { expect } from 'vitest';
import { Paint } from '../../../src/cli/output/paint.ts';
import { buildTerminalJson } from '../../../src/cli/output/terminal-text.ts';
import { buildVerdictLines } from '../../../src/cli/output/verdict-lines.ts';
import type { Verdict } from '../../../src/core/package/verdict.ts';
import { HOSTILE } from '../hostile/reader-attacks.ts';

// oxlint-disable-next-line no-control-regex -- these are what is looked for
export const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;

/** The verdict as a terminal shows it, and as a document: safe, and the same. */
export function assertHarmless(verdict: Verdict): void {
  const lines = buildVerdictLines(new Paint(false), verdict, { path: `/tmp/${HOSTILE}.zip`, required: ['authorship'] });
  for (const line of lines) expect(line).not.toMatch(/\n/);
  expect(lines.join('\n')).not.toMatch(UNSAFE);
  const json = buildTerminalJson(verdict);
  expect(json).not.toMatch(UNSAFE);
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(verdict)));
}
