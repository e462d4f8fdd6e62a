import { PugmarkError } from '../../core/errors.ts';
import type { VaultReader } from '../../core/ports.ts';
import type { FacetCount, IndexedExhibit, IndexedPackage, ReceivedFound, SearchQuery } from '../../core/search-ports.ts';
import type { Cli } from '../cli.ts';
import { parseRowLimit } from '../options.ts';
import { formatCount } from '../output/quantities.ts';
import { forTerminal } from '../output/terminal-text.ts';
import type { Program } from '../program.ts';
import { writeVault } from '../vault-access.ts';
import { collect } from './verify.ts';

const WHY_UNREAD: Readonly<Record<IndexedPackage['contents'], string>> = {
  reading: 'not read yet',
  ready: 'read',
  locked: 'it is kept encrypted: decrypt it and receive what comes out',
  damaged: 'its bytes are not those that were received: run a check, restore a backup',
  unreadable: 'nothing in it can be shown',
};

export function addSearchCommand(program: Program, cli: Cli): void {
  program
    .command('search')
    .description(
      'exhibits of all cases in which every word occurs: titles, sellers, notes, addresses, texts of pages; those of received packages apart',
    )
    .argument('<text...>', 'words; accents and case do not count, the last may be unfinished')
    .option('--case <ref>', 'in this case only; repeatable', collect)
    .option('--limit <n>', 'exhibits that are listed', parseRowLimit, 100)
    .action(async (words, { case: cases, limit }) => {
      const query: SearchQuery = { text: words.join(' '), sort: 'relevance', limit, ...(cases === undefined ? {} : { cases }) };
      await writeVault(cli, async (vault) => {
        for (const reference of cases ?? []) assertKnown(vault, reference);
        const ofCases = new Set(cases?.map((reference) => vault.findCase(reference)?.reference ?? reference));
        const index = vault.openSearch();
        await index.whenCurrent();
        const { total, rows, facets } = index.search(query);
        const received = index.searchReceived(query);
        const packages = index.listReceived().filter((one) => cases === undefined || ofCases.has(one.case));
        cli.result({ format: 'search-result/v1', text: query.text, total, exhibits: rows, facets, received: { ...received, packages } }, [
          ...rows.flatMap(buildExhibitLines),
          `${formatCount(total, 'exhibit')} found${total > rows.length ? `, ${rows.length} of them listed` : ''}`,
          ...buildReceivedLines(received, packages),
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

function buildExhibitLines(row: IndexedExhibit): readonly string[] {
  const [title = '', ...more] = buildLines(row);
  return [`${forTerminal(row.case, 40)}  ${row.exhibit}  ${title}`.trimEnd(), ...more];
}

/** Its title, then its address and where the words stand. */
function buildLines({
  title,
  shownUrl,
  requestedUrl,
  snippet,
}: Pick<IndexedExhibit, 'title' | 'shownUrl' | 'requestedUrl' | 'snippet'>): readonly string[] {
  const found = (snippet ?? []).map(({ text }) => text).join('');
  return [
    forTerminal(title ?? '', 80),
    ...[shownUrl ?? requestedUrl, found.replaceAll(/\s+/g, ' ').trim()]
      .filter((line) => line !== '')
      .map((line) => `        ${forTerminal(line, 200)}`),
  ];
}

/** Apart from the own exhibits: what others recorded is theirs. */
function buildReceivedLines({ total, rows }: ReceivedFound, packages: readonly IndexedPackage[]): readonly string[] {
  const unread = packages.filter(({ contents, isCut }) => contents !== 'ready' || isCut);
  const lines = rows.flatMap((row) => {
    const [first = '', ...more] = buildLines(row);
    const place = `${forTerminal(row.case, 40)}  ${row.package} > ${row.exhibit}`;
    const ofCase = row.senderCase === undefined ? '' : ` of case ${forTerminal(row.senderCase, 40)}`;
    return [`${place}  received package${ofCase}${first === '' ? '' : `: ${first}`}`, ...more];
  });
  return [
    ...lines,
    ...(total > 0
      ? [`${formatCount(total, 'exhibit')} found in received packages${total > rows.length ? `, ${rows.length} listed` : ''}`]
      : []),
    ...unread.map(
      ({ case: reference, exhibit, contents, isCut }) =>
        `Not ${isCut ? 'all ' : ''}searched: the package ${exhibit} of ${forTerminal(reference, 40)} (${isCut ? 'too large' : WHY_UNREAD[contents]})`,
    ),
  ];
}

function describeFacet({ value, count }: FacetCount): string {
  return `${forTerminal(value, 40)} (${count})`;
}
