import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Cli } from '../../src/cli/cli.ts';
import { Interrupts } from '../../src/cli/interrupts.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { projectPath } from '../support/project.ts';

interface Described {
  readonly commands: readonly Described[];
  readonly options: readonly { readonly long?: string | undefined; readonly hidden: boolean }[];
  name(): string;
}

/** Every command with its long options, as `pugmark COMMAND --help` has them. */
function listOptions(command: Described, path = ''): readonly string[] {
  const own = command.options.flatMap(({ long, hidden }) => (long === undefined || hidden ? [] : [`${path}${long}`]));
  return [...own, ...command.commands.flatMap((below) => listOptions(below, `${path}${below.name()} `))];
}

const program = buildProgram(new Cli(process, new Interrupts({ onFirst: () => undefined, exit: () => undefined })), '0.0.0');
const page = readFileSync(projectPath('docs', 'cli.md'), 'utf8');
// What stands as code on the page: in tables and in the text between them.
const code = [...page.matchAll(/```[\s\S]*?```|`[^`\n]+`/g)].map(([text]) => text).join('\n');

describe('docs/cli.md', () => {
  it('names every command and every option of the program', () => {
    const all = listOptions(program);
    expect(all).toContain('export --profile');
    expect(all).toContain('key rotate --purpose');
    const missing = all.filter((words) => {
      const [option = '', ...names] = words.split(' ').toReversed();
      return !code.includes(option) || !code.includes(names.toReversed().join(' '));
    });
    expect(missing).toEqual([]);
  });

  it('names no option that the program does not have', () => {
    const known = new Set(listOptions(program).map((words) => words.split(' ').at(-1)));
    const named = [...code.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
    expect(named).toContain('--masks');
    expect(named.filter((option) => !known.has(option) && !['--version', '--help'].includes(option))).toEqual([]);
  });
});
