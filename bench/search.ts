import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatExhibitNumber } from '../src/core/ids.ts';
import type { AttemptState } from '../src/core/model/case.ts';
import type { SearchIndex, SearchQuery } from '../src/core/search-ports.ts';
import { nodeHashing } from '../src/platform/cryptography.ts';
import { openIndexDatabase } from '../src/storage/search/open-index.ts';
import { DocumentWriter } from '../src/storage/search/index-rows.ts';
import { StoredSearchIndex } from '../src/storage/search/search-index.ts';
import type { BenchFinding } from './finding.ts';
import { describeMs, medianOf } from './statistics.ts';

const EXHIBITS = 100_000;
const CASES = 40;
const HOSTS = 60;
const WORDS_PER_PAGE = 250;
const VOCABULARY = 30_000;
const SEED = 4711;
const TURNS = 9;
const BOUND_MS = 50;
const VAULT = '00000000-0000-4000-8000-000000000000';

/** First answers over a hundred thousand synthetic exhibits, with all facets and snippets, for words rare and common. */
export async function measureSearch(say: (line: string) => void): Promise<readonly BenchFinding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pugmark-search-'));
  try {
    const path = join(folder, 'index.sqlite');
    const builtMs = timeOf(() => fill(path));
    const openedAt = performance.now();
    const index = new StoredSearchIndex({
      path,
      key: undefined,
      vault: VAULT,
      listCases: () => [],
      hashing: nodeHashing,
      decompression: undefined,
      readCase: () => {
        throw new Error('There is no case to read');
      },
    });
    const openMs = performance.now() - openedAt;
    await index.whenCurrent();
    say(
      `  ${EXHIBITS} exhibits taken in: ${Math.round(builtMs / 1000)} s, ${Math.round(statSync(path).size / 2 ** 20)} MiB; opened in ${Math.round(openMs)} ms`,
    );
    const findings = QUERIES.map(([question, query]) => measureQuery(index, question, query));
    findings.push(measureAddress(index));
    index.close();
    return findings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const SYLLABLES = Array.from('bdfgklmnprstvz').flatMap((consonant) => Array.from('aeiou').map((vowel) => `${consonant}${vowel}`));

const QUERIES: readonly (readonly [question: string, query: SearchQuery])[] = [
  ['everything, newest first', {}],
  ['everything, by title, page 500', { sort: 'title', offset: 50_000 }],
  ['one host and one month', { hosts: ['market7.example'], fromDay: '2026-03-01', toDay: '2026-03-31' }],
  ['a rare word', { text: wordOf(29_999) }],
  ['a word in some pages', { text: `${wordOf(400)} ` }],
  ['the word in most pages', { text: wordOf(1) }],
  ['two letters of many words', { text: 'ba' }],
  ['two common words', { text: `${wordOf(2)} ${wordOf(3)}` }],
  ['three words in one case', { text: [3, 17, 20].map(wordOf).join(' '), cases: ['CASE-7'] }],
  ['a common word by relevance', { text: wordOf(5), sort: 'relevance' }],
  ['one species and one seller', { species: ['Manis javanica'], sellers: ['Séller 78'] }],
  ['a seller', { text: 'SÉLLER 77' }],
  ['a word that is nowhere', { text: 'zzzz' }],
];

function measureQuery(index: SearchIndex, question: string, query: SearchQuery): BenchFinding {
  let total = 0;
  const times = takeTurns(() => (total = index.search(query).total));
  return judge(`search: ${question}`, times, `${total} found`);
}

function measureAddress(index: SearchIndex): BenchFinding {
  let found = 0;
  const times = takeTurns((turn) => (found += index.findAt(`https://market${turn}.example/ad/${turn}#photo`).length));
  return judge('exhibits at an address', times, `${found} found`);
}

interface Turns {
  readonly elapsed: readonly number[];
  /** Of the processor: what else the machine does is not in it. */
  readonly busy: readonly number[];
}

function takeTurns(work: (turn: number) => unknown): Turns {
  const elapsed: number[] = [];
  const busy: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const before = process.cpuUsage();
    elapsed.push(timeOf(() => work(turn)));
    const { user, system } = process.cpuUsage(before);
    busy.push((user + system) / 1000);
  }
  return { elapsed, busy };
}

function judge(question: string, { elapsed, busy }: Turns, found: string): BenchFinding {
  return {
    question,
    measured: `${describeMs(busy)} of the processor, the first ${Math.round(busy[0] ?? 0)} ms; elapsed ${describeMs(elapsed)}; ${found}`,
    bound: `median under ${BOUND_MS} ms of the processor`,
    holds: medianOf(busy) < BOUND_MS,
  };
}

const SPECIES = ['Loxodonta africana', 'Psittacus erithacus', 'Chelonia mydas', 'Panthera tigris', 'Manis javanica'];

/** The same texts in every run. */
function fill(path: string): void {
  const db = openIndexDatabase(path, VAULT, undefined);
  const writer = new DocumentWriter(db);
  const next = startRandom(SEED);
  const states: readonly AttemptState[] = ['sealed', 'sealed', 'sealed', 'partial', 'failed'];
  const start = Date.parse('2025-06-01T00:00:00.000Z');
  for (let from = 0; from < EXHIBITS; from += 1_000) {
    db.transaction(() => {
      for (let at = from; at < from + 1_000; at += 1) {
        const ofCase = at % CASES;
        const url = `https://market${at % HOSTS}.example/ad/${at}`;
        const summary = {
          exhibit: formatExhibitNumber(Math.floor(at / CASES) + 1),
          attempt: VAULT,
          kind: 'capture' as const,
          state: states[at % states.length] ?? 'sealed',
          requestedUrl: url,
          documentUrl: url,
          shownUrl: `${url}?from=list`,
          title: textOf(next, 6),
          startedAt: new Date(start + at * 250_000).toISOString(),
        };
        writer.write(
          { id: `case-${ofCase}`, reference: `CASE-${ofCase}` },
          {
            summary,
            hasPicture: true,
            seller: at % 3 === 0 ? `Séller ${at % 900}` : `Séller of ${at}`,
            page: textOf(next, WORDS_PER_PAGE),
            notes: [],
            said: [],
            species: SPECIES.filter((_, index) => (at >> index) % 7 === 0),
          },
        );
      }
    }).immediate();
  }
  db.close();
}

/** Words as they are spread in a language: few of them everywhere, most of them seldom. */
function textOf(next: () => number, words: number): string {
  return Array.from({ length: words }, () => wordOf(Math.floor(VOCABULARY ** next()))).join(' ');
}

/** A word for each number, of syllables. */
function wordOf(number: number): string {
  let word = '';
  for (let rest = number; word === '' || rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length] ?? '';
  return word;
}

/** Mulberry32: numbers from 0 to 1 that are the same for a seed. */
function startRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function timeOf(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}
