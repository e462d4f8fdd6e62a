import type { FormBlock } from '../../../core/forms/form-document.ts';
import { formatUtcShort } from '../../texts/quantities.ts';
import type { Texts } from '../../texts/texts.ts';
import { makeTableOrMissing, type FormColumn } from '../statements/statement-table.ts';
import type { CaptureFacts, CaptureSurvey } from '../survey/capture-survey.ts';

/** What the address bar said at the click; where it could not be had, what was asked for. */
function addressOf({ address }: CaptureFacts): string {
  return address.shown ?? address.requested;
}

/** Columns about one capture that several forms have. */
export function captureColumns(texts: Texts): Readonly<Record<'exhibit' | 'address' | 'captured', FormColumn<CaptureFacts>>> {
  return {
    exhibit: { id: 'exhibit', label: texts.say('report.list.exhibit'), source: 'record.exhibit', cell: ({ exhibit }) => exhibit },
    address: { id: 'address', label: texts.say('form.column.address'), source: 'record.observation.address.shownUrl', cell: addressOf },
    captured: {
      id: 'captured',
      label: texts.say('form.column.captured'),
      source: 'record.observation.times.clickedAt',
      cell: ({ clickedAt }) => formatUtcShort(clickedAt),
    },
  };
}

/** Captured pages with address and time; without one, a field that is to be completed. */
export function captureTable(texts: Texts, survey: CaptureSurvey): FormBlock {
  const { exhibit, address, captured } = captureColumns(texts);
  return makeTableOrMissing(
    { id: 'captures', label: texts.say('form.column.address'), source: 'record.observation.address' },
    [exhibit, address, captured],
    survey,
  );
}

/** Captures in which there was a page; each address once, by its first capture. */
export function shownPages(survey: CaptureSurvey): CaptureSurvey {
  return [...new Set(firstCaptures(survey).values())];
}

/** The first capture of the same address, for every exhibit in which there was a page. */
export function firstCaptures(survey: CaptureSurvey): ReadonlyMap<string, CaptureFacts> {
  const byAddress = new Map<string, CaptureFacts>();
  const first = new Map<string, CaptureFacts>();
  for (const facts of survey) {
    if (facts.state === 'failed') continue;
    const address = addressOf(facts);
    const before = byAddress.get(address) ?? facts;
    byAddress.set(address, before);
    first.set(facts.exhibit, before);
  }
  return first;
}
