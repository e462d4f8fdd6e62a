import { isExhibitEnd } from '../../core/custody/event-types.ts';
import { findBracket } from '../../core/package/time-files.ts';
import { html, type Html } from '../html/html.ts';
import type { ExhibitView, ReportContext } from '../report-context.ts';
import { formatUtc, formatUtcShort } from '../texts/quantities.ts';
import type { Texts } from '../texts/texts.ts';
import { address, bound, digest, factTable, languageOf, listTable, moreLine, verbatim, type FactRow } from './building-blocks.ts';
import { localLine } from './exhibit-summary.ts';

const LISTED_ADDRESSES = 20;
const LISTED_HEADERS = 60;
const LISTED_PAGE_FACTS = 60;
const LISTED_STEPS = 60;
const LISTED_WARNINGS = 40;
const NAME_CHARACTERS = 120;
const VALUE_CHARACTERS = 600;
const TITLE_CHARACTERS = 1_000;

/** What was observed, as the record has it. Everything a page wrote stands here as it wrote it. */
export function buildExhibitFacts(context: ReportContext, view: ExhibitView): Html {
  const { texts } = context;
  return html`<section class="facts-section">
    <h2>${texts.say('report.facts.heading')}</h2>
    ${addressFacts(texts, view)} ${timeFacts(context, view)} ${httpFacts(texts, view)} ${tlsFacts(texts, view)} ${pageFacts(texts, view)}
    ${browserFacts(texts, view)} ${whoFacts(texts, view)} ${warningFacts(texts, view)} ${stepFacts(texts, view)}
  </section>`;
}

function addressFacts(texts: Texts, { record }: ExhibitView): Html | undefined {
  const { address: addresses, http } = record.observation;
  const visited = (list: readonly { readonly url: string; readonly time: string }[]): Html | undefined => {
    if (list.length === 0) return undefined;
    const { shown, more } = bound(list, LISTED_ADDRESSES);
    return html`${shown.map(({ url, time }) => html`<div>${formatUtcShort(time)} · ${address(texts, url)}</div>`)}${moreLine(texts, more)}`;
  };
  const redirects = http?.redirects ?? [];
  const hops = bound(redirects, LISTED_ADDRESSES);
  return factTable(texts.say('report.facts.address'), [
    [texts.say('report.address.requested'), address(texts, addresses.requestedUrl)],
    [texts.say('report.address.document'), addresses.documentUrl === undefined ? undefined : address(texts, addresses.documentUrl)],
    [texts.say('report.address.shown'), addresses.shownUrl === undefined ? undefined : address(texts, addresses.shownUrl)],
    [
      texts.say('report.address.loadedBy'),
      addresses.loadedBy && (texts.sayCode('report.loadedBy', addresses.loadedBy) ?? addresses.loadedBy),
    ],
    [
      texts.say('report.address.redirects'),
      redirects.length === 0
        ? undefined
        : html`${hops.shown.map((hop) => html`<div>${hop.status} · ${address(texts, hop.url)} › ${address(texts, hop.location)}</div>`)}${moreLine(texts, hops.more)}`,
    ],
    [texts.say('report.address.inPage'), visited(addresses.inPage)],
    [texts.say('report.address.path'), visited(addresses.path)],
  ]);
}

function timeFacts({ texts, input }: ReportContext, { exhibit, record }: ExhibitView): Html | undefined {
  const { times } = record.observation;
  const { clock } = record;
  const both = (time: string | undefined): Html | undefined =>
    time === undefined
      ? undefined
      : html`<div>${formatUtc(texts, time)}</div>
          <div class="second">${localLine(texts, time, exhibit.timeZone)}</div>`;
  const end = input.timeline.find(({ entry }) => entry.exhibit === exhibit.exhibit && isExhibitEnd(entry.type));
  const { notBefore, notAfter } = findBracket(input.stamps, {
    end: end && { origin: end.origin, seq: end.entry.seq },
    tokenDigest: record.session.tokenDigest,
  });
  const stamped = (time: string | undefined): Html | string | undefined =>
    input.stamps.length === 0 ? undefined : (both(time) ?? texts.say('report.times.noStamp'));
  return factTable(texts.say('report.facts.times'), [
    [texts.say('report.times.clicked'), both(times.clickedAt)],
    [texts.say('report.times.seen'), both(times.seenAt)],
    [texts.say('report.times.finished'), both(times.finishedAt)],
    [texts.say('report.times.sealed'), both(exhibit.sealedAt)],
    [texts.say('report.times.notBefore'), stamped(notBefore)],
    [texts.say('report.times.notAfter'), stamped(notAfter)],
    [
      texts.say('report.times.clock'),
      clock.state === 'checked'
        ? texts.say('report.times.clockChecked', { offset: texts.formatNumber(clock.offsetMs), source: clock.source })
        : texts.say('report.times.clockNotChecked'),
    ],
  ]);
}

function httpFacts(texts: Texts, { record }: ExhibitView): Html | undefined {
  const { http } = record.observation;
  if (http === undefined) return undefined;
  const { remoteAddress } = http;
  const headers = bound(http.headers, LISTED_HEADERS);
  return html`${factTable(texts.say('report.facts.http'), [
    [
      texts.say('report.http.status'),
      html`${http.status} ${http.statusText === undefined ? '' : verbatim(texts, http.statusText, NAME_CHARACTERS)}`,
    ],
    [texts.say('report.http.request'), [http.method, http.protocol].filter((part) => part !== undefined).join(' · ')],
    [
      texts.say(remoteAddress?.isProxy === true ? 'report.http.proxyAddress' : 'report.http.server'),
      remoteAddress &&
        html`<bdi dir="ltr">${remoteAddress.ip}</bdi>, ${texts.say('report.http.port', { port: String(remoteAddress.port) })}`,
    ],
    [texts.say('report.http.source'), texts.sayCode('report.source', http.source) ?? http.source],
    [
      texts.say(http.headersAs === 'exact' ? 'report.http.headers' : 'report.http.headersRebuilt'),
      headers.shown.length === 0
        ? undefined
        : html`${headers.shown.map(
            ([name, value]) =>
              html`<div class="pair"><b>${verbatim(texts, name, NAME_CHARACTERS)}:</b> ${verbatim(texts, value, VALUE_CHARACTERS)}</div>`,
          )}${moreLine(texts, headers.more)}`,
    ],
  ])}`;
}

function tlsFacts(texts: Texts, { record }: ExhibitView): Html | undefined {
  const { tls, address: addresses } = record.observation;
  if (tls === undefined) {
    const isPlain = addresses.documentUrl?.startsWith('http:') === true;
    return isPlain
      ? factTable(texts.say('report.facts.tls'), [[texts.say('report.tls.protocol'), texts.say('report.tls.none')]])
      : undefined;
  }
  const names = bound(tls.subjectAlternativeNames ?? [], LISTED_ADDRESSES);
  return factTable(texts.say('report.facts.tls'), [
    [texts.say('report.tls.protocol'), [tls.protocol, tls.keyExchange, tls.cipher].filter((part) => part !== undefined).join(' · ')],
    [texts.say('report.tls.valid'), texts.say(tls.valid ? 'report.tls.isValid' : 'report.tls.isInvalid')],
    [texts.say('report.tls.subject'), tls.subject && verbatim(texts, tls.subject)],
    [texts.say('report.tls.issuer'), tls.issuer && verbatim(texts, tls.issuer)],
    [
      texts.say('report.tls.names'),
      names.shown.length === 0 ? undefined : html`${verbatim(texts, names.shown.join(', '))}${moreLine(texts, names.more)}`,
    ],
    [
      texts.say('report.tls.period'),
      tls.validFrom && tls.validTo ? `${formatUtc(texts, tls.validFrom)} – ${formatUtc(texts, tls.validTo)}` : undefined,
    ],
    [texts.say('report.tls.chain'), tls.chainSha256?.map((one) => html`<div>${digest(one)}</div>`)],
  ]);
}

function pageFacts(texts: Texts, { record }: ExhibitView): Html | undefined {
  const { page } = record.observation;
  if (page === undefined) return undefined;
  const language = languageOf(record);
  const rows: readonly FactRow[] = [
    ...page.meta.map(({ name, content }): FactRow => [
      html`meta ${verbatim(texts, name, NAME_CHARACTERS)}`,
      verbatim(texts, content, VALUE_CHARACTERS, language),
    ]),
    ...page.openGraph.map(({ property, content }): FactRow => [
      verbatim(texts, property, NAME_CHARACTERS),
      verbatim(texts, content, VALUE_CHARACTERS, language),
    ]),
    ...page.microdata.flatMap(({ properties }, index) =>
      properties.map(({ name, value }): FactRow => [
        html`microdata ${index + 1} · ${verbatim(texts, name, NAME_CHARACTERS)}`,
        verbatim(texts, value, VALUE_CHARACTERS, language),
      ]),
    ),
    ...page.jsonLd.map((block): FactRow => ['JSON-LD', verbatim(texts, block, VALUE_CHARACTERS)]),
  ];
  const { shown, more } = bound(rows, LISTED_PAGE_FACTS);
  return html`${factTable(texts.say('report.facts.page'), [
    [texts.say('report.pageFact.title'), page.title && verbatim(texts, page.title, TITLE_CHARACTERS, language)],
    [texts.say('report.pageFact.language'), page.language && verbatim(texts, page.language, NAME_CHARACTERS)],
    [texts.say('report.pageFact.charset'), page.charset && verbatim(texts, page.charset, NAME_CHARACTERS)],
    [texts.say('report.pageFact.canonical'), page.canonicalUrl && address(texts, page.canonicalUrl)],
    ...shown,
    ...(more === 0 ? [] : [['', moreLine(texts, more)] as const]),
  ])}`;
}

function browserFacts(texts: Texts, { record, environment }: ExhibitView): Html | undefined {
  const { browser, view } = record.observation;
  const choices = environment?.choices;
  const yes = (key: 'report.browser.headlessYes' | 'report.browser.headlessNo'): string => texts.say(key);
  return factTable(texts.say('report.facts.browser'), [
    [
      texts.say('report.browser.product'),
      `${browser.product} · ${yes(browser.headless ? 'report.browser.headlessYes' : 'report.browser.headlessNo')}`,
    ],
    [texts.say('report.browser.userAgent'), html`<bdi dir="ltr">${browser.userAgent}</bdi>`],
    [
      texts.say('report.browser.view'),
      view &&
        texts.say('report.browser.viewSize', {
          width: texts.formatNumber(view.widthPx),
          height: texts.formatNumber(view.heightPx),
          pageWidth: texts.formatNumber(view.documentWidthPx),
          pageHeight: texts.formatNumber(view.documentHeightPx),
        }),
    ],
    [texts.say('report.browser.language'), choices?.language],
    [
      texts.say('report.browser.session'),
      choices &&
        (choices.session === undefined
          ? texts.say('report.browser.noSession')
          : texts.say('report.browser.withSession', { name: choices.session })),
    ],
    [texts.say('report.browser.proxy'), choices && (choices.proxy ?? texts.say('report.browser.noProxy'))],
    [texts.say('report.browser.invalidTls'), choices?.acceptInvalidTls === true ? texts.say('report.browser.invalidTlsYes') : undefined],
    [
      texts.say('report.browser.system'),
      environment && `${environment.os.platform} ${environment.os.release} (${environment.os.architecture})`,
    ],
  ]);
}

function whoFacts(texts: Texts, { exhibit, record, operator }: ExhibitView): Html | undefined {
  return factTable(texts.say('report.facts.who'), [
    [texts.say('report.who.operator'), operator?.serviceNumber ?? texts.say('report.who.withheld')],
    [texts.say('report.who.account'), operator?.osAccount],
    [texts.say('report.who.tool'), html`${record.tool.name} ${record.tool.version} · ${digest(record.tool.digest)}`],
    [texts.say('report.who.station'), digest(record.station)],
    [texts.say('report.who.digest'), digest(exhibit.digest)],
  ]);
}

function warningFacts(texts: Texts, { record }: ExhibitView): Html | undefined {
  const { reasons, warnings, error } = record.observation;
  const { shown, more } = bound(warnings, LISTED_WARNINGS);
  return factTable(texts.say('report.facts.warnings'), [
    ...(error === undefined ? [] : [[texts.sayCode('report.error', error.code) ?? error.code, asRecorded(texts, error.message)] as const]),
    ...reasons.map(({ code, detail }): FactRow => [texts.sayCode('report.reason', code) ?? code, asRecorded(texts, detail)]),
    ...shown.map(({ code, detail }): FactRow => [texts.sayCode('report.warning', code) ?? code, asRecorded(texts, detail)]),
    ...(more === 0 ? [] : [['', moreLine(texts, more)] as const]),
  ]);
}

/** Words of the tool or of a page, in the language that they were recorded in. */
function asRecorded(texts: Texts, detail: string): Html {
  return html`<span class="recorded">${verbatim(texts, detail, VALUE_CHARACTERS, 'en')}</span>`;
}

function stepFacts(texts: Texts, { record }: ExhibitView): Html | undefined {
  const { steps } = record.observation;
  if (steps.length === 0) return undefined;
  const { shown, more } = bound(steps, LISTED_STEPS);
  return html`<h3>${texts.say('report.facts.steps')}</h3>
    <p>${texts.say('report.steps.intro')}</p>
    ${listTable(
      'steps',
      [texts.say('report.steps.time'), texts.say('report.steps.stage'), texts.say('report.steps.step'), texts.say('report.steps.outcome')],
      shown.map(({ startedAt, stage, name, outcome, detail }) => [
        html`<span class="nowrap">${startedAt.slice(11, 23)}</span>`,
        texts.say(`report.stage.${stage}`),
        html`<span lang="en">${name}${detail === undefined ? '' : html`: ${verbatim(texts, detail, VALUE_CHARACTERS, 'en')}`}</span>`,
        texts.say(`report.outcome.${outcome}`),
      ]),
    )}
    ${moreLine(texts, more)}`;
}
