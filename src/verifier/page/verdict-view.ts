import { AXES, type Axis, type AxisResult, type AxisState, type Verdict, type VerdictExhibit } from '../../core/package/verdict.ts';
import { make, type Child } from './elements.ts';
import { makeHostileText } from './hostile-text.ts';
import { createTexts, type Texts } from './texts.ts';

/** Findings and exhibits that are listed; a package made to flood the reader has thousands. */
const LISTED = 50;
const LISTED_EXHIBITS = 200;
const TONES: Readonly<Record<AxisState, string>> = {
  pass: 'good',
  fail: 'bad',
  pending: 'odd',
  'not-checked': 'odd',
  'as-recorded': 'note',
};

/** A verdict: by axis first, then scope and exhibits. There is no verdict over all: what one axis says, no other makes good or bad. */
export function makeVerdict(texts: Texts, verdict: Verdict): HTMLElement {
  const { say } = texts;
  const { scope, profile, signedBy } = verdict;
  const facts: readonly (readonly [string, Child])[] = [
    ...(scope === undefined ? [] : [[say('app.verdict.case'), makeHostileText(scope.case)] as const]),
    ...(scope === undefined ? [] : [[say('app.verdict.scope'), makeScope(texts, scope)] as const]),
    [say('app.verdict.package'), makeHostileText(verdict.package, true)],
    ...(profile === undefined ? [] : [[say('app.verdict.profile'), profile] as const]),
    ...(signedBy === undefined ? [] : [[say('app.verdict.signedBy'), makeHostileText(signedBy, true)] as const]),
  ];
  return make(
    'section',
    { class: 'verdict', 'aria-label': say('app.verdict.title') },
    make(
      'ul',
      { class: 'axes' },
      AXES.map((axis) => makeAxis(texts, axis, verdict.axes[axis])),
    ),
    make('p', { class: 'closing' }, say('report.closing')),
    make(
      'dl',
      { class: 'facts' },
      facts.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', {}, value))),
    ),
    verdict.exhibits.length === 0 ? undefined : makeExhibits(texts, verdict.exhibits),
  );
}

function makeAxis(texts: Texts, axis: Axis, { state, findings, notes }: AxisResult): HTMLElement {
  const { say, sayCode } = texts;
  const words = sayCode(`app.verdict.words.${axis}`, state) ?? say('app.verdict.words.other');
  return make(
    'li',
    { class: 'axis', 'data-axis': axis, 'data-state': state },
    make('h3', {}, say(`app.verdict.axis.${axis}`)),
    make('span', { class: `badge ${TONES[state]}` }, say(`app.verdict.state.${state}`)),
    make(
      'div',
      { class: 'words' },
      make('p', {}, words),
      findings.length === 0 ? undefined : makeFound(texts, findings, state === 'fail' ? 'bad' : 'odd', words),
      notes.length === 0
        ? undefined
        : make(
            'details',
            {},
            make('summary', {}, say('app.verdict.notes', { count: notes.length })),
            makeFound(texts, notes, 'plain', words),
          ),
    ),
  );
}

interface Found {
  readonly code: string;
  readonly subject: string;
  readonly message: string;
}

function makeFound(texts: Texts, found: readonly Found[], tone: string, said: string): HTMLElement {
  const { say, sayCode } = texts;
  return make(
    'ul',
    { class: 'found' },
    found.slice(0, LISTED).map((item) => {
      const words = sayCode('app.finding', item.code);
      const inEnglish = createTexts('en').sayCode('app.finding', item.code);
      return make(
        'li',
        { 'data-code': item.code },
        make('span', { class: `badge ${tone}` }, item.code),
        ' ',
        makeHostileText(item.subject, true),
        words === undefined || isSame(words, said) ? undefined : make('p', {}, words),
        [said, words ?? '', inEnglish ?? ''].some((other) => isSame(item.message, other))
          ? undefined
          : make('p', { class: 'soft', lang: 'en' }, makeHostileText(item.message)),
      );
    }),
    found.length > LISTED ? make('li', {}, say('app.verdict.more', { count: found.length - LISTED })) : undefined,
  );
}

/** No sentence is said twice. */
function isSame(a: string, b: string): boolean {
  return a.replace(/\.$/, '') === b.replace(/\.$/, '');
}

function makeScope({ say, number }: Texts, scope: NonNullable<Verdict['scope']>): HTMLElement {
  const { exhibitsInPackage, exhibitsInCase, failedAttempts, withheldEntries, erased, earlierPackages } = scope;
  const lines = [
    say('app.verdict.scope.exhibits', { count: exhibitsInPackage, total: number(exhibitsInCase) }),
    say('report.scope.failed', { count: failedAttempts }),
    say('report.scope.withheld', { count: withheldEntries }),
    ...(erased > 0 ? [say('report.scope.erased', { count: erased })] : []),
    earlierPackages === 0 ? say('report.scope.first') : say('report.scope.earlier', { count: earlierPackages }),
  ];
  return make(
    'ul',
    {},
    lines.map((line) => make('li', {}, line)),
  );
}

function makeExhibits(texts: Texts, exhibits: readonly VerdictExhibit[]): HTMLElement {
  const { say } = texts;
  const columns = ['exhibit', 'state', 'time', 'completeness'] as const;
  return make(
    'div',
    { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': say('app.verdict.exhibits') },
    make(
      'table',
      {},
      make(
        'thead',
        {},
        make(
          'tr',
          {},
          columns.map((column) => make('th', { scope: 'col' }, say(`app.verdict.column.${column}`))),
        ),
      ),
      make(
        'tbody',
        {},
        exhibits
          .slice(0, LISTED_EXHIBITS)
          .map((exhibit) =>
            make(
              'tr',
              {},
              make('th', { scope: 'row' }, exhibit.exhibit),
              make(
                'td',
                {},
                make(
                  'span',
                  { class: `badge ${exhibit.state === 'sealed' ? 'good' : exhibit.state === 'partial' ? 'odd' : 'bad'}` },
                  say(`report.state.${exhibit.state}`),
                ),
              ),
              make('td', {}, makeBracket(texts, exhibit)),
              make('td', {}, makeLedger(texts, exhibit)),
            ),
          ),
      ),
    ),
    exhibits.length > LISTED_EXHIBITS ? make('p', {}, say('app.verdict.more', { count: exhibits.length - LISTED_EXHIBITS })) : undefined,
  );
}

function makeBracket({ say, utc }: Texts, { claimed, notBefore, notAfter }: VerdictExhibit): Child {
  return [
    notBefore === undefined ? undefined : make('div', {}, say('app.verdict.notBefore', { time: utc(notBefore) })),
    notAfter === undefined ? undefined : make('div', {}, say('app.verdict.notAfter', { time: utc(notAfter) })),
    make('div', {}, say('app.verdict.claimed', { time: utc(claimed) })),
  ];
}

function makeLedger({ say, number }: Texts, { completeness }: VerdictExhibit): Child {
  if (completeness === undefined) return undefined;
  const { shown, supporting, background } = completeness.incomplete;
  const missing = shown + supporting + background;
  const rest = missing === 0 ? say('app.verdict.allComplete') : say('app.verdict.incomplete', { count: missing, shown: number(shown) });
  return `${say('app.verdict.exchanges', { count: completeness.exchanges })}, ${rest}`;
}
