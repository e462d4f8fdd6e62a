import { PugmarkError } from '../../core/errors.ts';
import type { VaultReader } from '../../core/ports.ts';
import type { FacetCount, IndexedExhibit, SearchQuery } from '../../core/search-ports.ts';
import { usageError, type Cli } from '../cli.ts';
import { formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';
import { collect } from './verify.ts';

const MAX_ROWS = 10_000;

export function addSearchCommand(program: Program, cli: Cli): void {
  program
    .command('search')
    .description('exhibits of all cases in which every word occurs: titles, sellers, notes, addresses, texts of pages')
    .argument('<text...>', 'words; accents and case do not count, the last may be unfinished')
    .option('--case <ref>', 'in this case only; repeatable', collect)
    .option('--limit <n>', 'exhibits that are listed', parseLimit, 100)
    .action(async (words, { case: cases, limit }) => {
      const query: SearchQuery = { text: words.join(' '), sort: 'relevance', limit, ...(cases === undefined ? {} : { cases }) };
      await writeVault(cli, async (vault) => {
        for (const reference of cases ?? []) assertKnown(vault, reference);
        const index = vault.openSearch();
        await index.whenCurrent();
        const { total, rows, facets } = index.search(query);
        cli.result({ format: 'search-result/v1', text: query.text, total, exhibits: rows, facets }, [
          ...rows.flatMap(buildLines),
          `${formatCount(total, 'exhibit')} found${total > rows.length ? `, ${rows.length} of them listed` : ''}`,
          ...(facets.case.length > 1 ? [`Cases: ${facets.case.map(describeFacet).join(', ')}`] : []),
        ]);
      });
    });
}

/** An empty answer would be taken for 'there is nothing'. Throws `case-unknown`. */
function assertKnown(vault: VaultReader, reference: string): void {
  if (vault.findCase(reference) !== undefined) return;
  throw new PugmarkError('case-unknown', `The vault has no case ${JSON.stringify(reference)}: see "pugmark case list"`);
}

function buildLines({ case: reference, exhibit, title, shownUrl, requestedUrl, snippet }: IndexedExhibit): readonly string[] {
  const found = (snippet ?? []).map(({ text }) => text).join('');
  return [
    `${forTerminal(reference, 40)}  ${exhibit}  ${forTerminal(title ?? '', 80)}`.trimEnd(),
    ...[shownUrl ?? requestedUrl, found.replaceAll(/\s+/g, ' ').trim()]
      .filter((line) => line !== '')
      .map((line) => `        ${forTerminal(line, 200)}`),
  ];
}

function describeFacet({ value, count }: FacetCount): string {
  return `${forTerminal(value, 40)} (${count})`;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_ROWS) return limit;
  throw usageError(`--limit takes a whole number from 1 to ${MAX_ROWS}`);
}
