import type { PackageContent } from '../content/package-content.ts';
import { make } from './elements.ts';
import { makeHostileText } from './hostile-text.ts';
import type { Texts } from './texts.ts';

const LISTED = 1_000;

/** The custody log, an act in each row. Times are claims of the station; what the log is worth says the verdict. */
export function makeTimeline(texts: Texts, { timeline, timelineTotal }: PackageContent): HTMLElement {
  const { say, sayCode, utc } = texts;
  if (timelineTotal === 0) return make('p', { class: 'soft' }, say('verifier.noCustody'));
  const columns = ['entry', 'time', 'act', 'exhibit', 'operator'] as const;
  return make(
    'section',
    {},
    make('p', { class: 'soft' }, say('verifier.custodyHelp')),
    make(
      'div',
      { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': say('verifier.tab.custody') },
      make(
        'table',
        { class: 'timeline' },
        make(
          'thead',
          {},
          make(
            'tr',
            {},
            columns.map((column) => make('th', { scope: 'col' }, say(`verifier.column.${column}`))),
          ),
        ),
        make(
          'tbody',
          {},
          timeline
            .slice(0, LISTED)
            .map(({ seq, time, type, exhibit, actor }) =>
              make(
                'tr',
                { class: type === undefined ? 'withheld' : '' },
                make('td', {}, String(seq)),
                make('td', {}, time === undefined ? '' : makeHostileText(utc(time))),
                make('td', {}, type === undefined ? say('verifier.withheld') : (sayCode('report.event', type) ?? makeHostileText(type))),
                make('td', {}, exhibit === undefined ? '' : makeHostileText(exhibit)),
                make('td', {}, actor === undefined ? '' : makeHostileText(actor)),
              ),
            ),
        ),
      ),
    ),
    timelineTotal > LISTED ? make('p', {}, say('app.verdict.more', { count: timelineTotal - LISTED })) : undefined,
  );
}
