import { html, type Html } from '../html/html.ts';
import type { ReportEvent } from '../../core/package/report-input.ts';
import type { ReportContext } from '../report-context.ts';
import { SCREEN_PICTURE_BYTES } from '../pictures/screen-pictures.ts';
import { formatUtcShort } from '../texts/quantities.ts';
import { bound, bullets, digest, factTable, listTable, moreLine, verbatim } from './building-blocks.ts';
import { buildTimeline } from './timeline.ts';

/** Attempts of which the log holds the end and the package no exhibit: nothing of a page was kept. */
export function buildAttempts({ texts, input, statements }: ReportContext): Html | undefined {
  const present = new Set([...input.exhibits, ...(input.disclosed ?? [])].map(({ exhibit }) => exhibit));
  const ended = input.timeline.filter(
    ({ entry }) =>
      /^capture\.(failed|cancelled|interrupted)$/.test(entry.type) && entry.exhibit !== undefined && !present.has(entry.exhibit),
  );
  if (ended.length === 0) return undefined;
  const numbers = new Set(ended.map(({ entry }) => entry.exhibit));
  const events = input.timeline.filter(({ entry }) => entry.exhibit !== undefined && numbers.has(entry.exhibit));
  return html`<section class="chapter">
    <h1>${texts.say('report.attempts.heading')}</h1>
    <p>${texts.say('report.attempts.intro', { count: numbers.size })}</p>
    ${buildTimeline({ texts, statements }, events)}
  </section>`;
}

/** What happened in the case as a whole: sessions, packages, looks at files. */
export function buildCaseCourse({ texts, input, statements }: ReportContext): Html {
  const events: readonly ReportEvent[] = input.timeline.filter(({ entry }) => entry.exhibit === undefined);
  return html`<section class="chapter">
    <h1>${texts.say('report.course.heading')}</h1>
    <p>${texts.say('report.course.intro')}</p>
    ${buildTimeline({ texts, statements }, events)} ${listStamps({ texts, input })}
  </section>`;
}

/** Every time stamp of the package: whose, over what, between which times. Nothing when there is none. */
function listStamps({ texts, input }: Pick<ReportContext, 'texts' | 'input'>): Html | undefined {
  if (input.stamps.length === 0) return undefined;
  const { shown, more } = bound(input.stamps, LISTED_STAMPS);
  return html`<h2>${texts.say('report.stamps.heading')}</h2>
    <p>${texts.say('report.stamps.intro')}</p>
    ${listTable(
      'stamps',
      [
        texts.say('report.stamps.authority'),
        texts.say('report.stamps.over'),
        texts.say('report.stamps.between'),
        texts.say('report.stamps.digest'),
      ],
      shown.map(({ authority, of, earliest, latest, digest: token }) => [
        verbatim(texts, authority, AUTHORITY_CHARACTERS),
        of.kind === 'checkpoint'
          ? texts.say('report.stamps.checkpoint', { count: of.size })
          : html`${texts.say('report.stamps.session')} ${digest(of.startedEntry)}`,
        html`<div>${formatUtcShort(earliest)}</div>
          <div>${formatUtcShort(latest)}</div>`,
        digest(token),
      ]),
    )}
    ${moreLine(texts, more)}`;
}

const LISTED_STAMPS = 400;
const AUTHORITY_CHARACTERS = 200;

/** What none of this shows. */
export function buildLimits(context: ReportContext): Html {
  const { texts } = context;
  return html`<section class="chapter">
    <h1>${texts.say('report.limits.heading')}</h1>
    ${bullets(limitSentences(context))}
  </section>`;
}

function limitSentences({ texts, input, medium }: ReportContext): readonly string[] {
  const isStamped = input.stamps.length > 0;
  return [
    texts.say('report.limits.origin'),
    texts.say(isStamped ? 'report.limits.timeStamped' : 'report.limits.time'),
    texts.say('report.limits.place'),
    texts.say('report.limits.person'),
    texts.say('report.limits.driven'),
    texts.say('report.limits.credentials'),
    texts.say('report.limits.rewrite'),
    texts.say('report.limits.copies'),
    ...(medium === 'screen'
      ? [texts.say('report.limits.screen', { megabytes: texts.formatNumber(SCREEN_PICTURE_BYTES / 1_000_000) })]
      : []),
  ];
}

/** How a reader checks the package with tools of their own, and which keys to compare. */
export function buildVerification({ texts, input }: ReportContext): Html {
  return html`<section class="verify">
    <h1>${texts.say('report.verify.heading')}</h1>
    <p>${texts.say('report.verify.intro')}</p>
    <ol>
      <li>
        ${texts.say('report.verify.readMe')}
        <pre class="command" dir="ltr">sha256sum -c manifest-sha256.txt</pre>
      </li>
      <li>
        ${texts.say('report.verify.tool')}
        <pre class="command" dir="ltr">pugmark verify ${input.packageName}.zip --trust-key identity.pem</pre>
      </li>
      ${input.viewer === undefined ? '' : html`<li>${texts.say('report.verify.viewer')}</li>`}
      <li>${texts.say('report.verify.fingerprint')}</li>
    </ol>
    ${factTable(texts.say('report.verify.keys'), [
      [texts.say('report.verify.identity'), digest(input.keys.identity)],
      [texts.say('report.verify.seal'), digest(input.keys.seal)],
      [texts.say('report.verify.log'), digest(input.keys.log)],
      [
        texts.say('report.verify.checkpoint'),
        html`${texts.say('report.verify.entries', { count: input.seal.checkpoint.size })} · ${digest(input.seal.checkpoint.root)}`,
      ],
      ...(input.viewer === undefined
        ? []
        : ([[texts.say('report.verify.viewerDigest', { release: input.viewer.release }), digest(input.viewer.sha256)]] as const)),
      [texts.say('report.verify.package'), html`<bdi class="digest" dir="ltr">${input.seal.package}</bdi>`],
    ])}
    <p class="closing">${texts.say('report.closing')}</p>
  </section>`;
}
