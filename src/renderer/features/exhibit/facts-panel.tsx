import { useState, type ReactNode } from 'react';
import type { CaptureRecord } from '../../../core/model/capture-record.ts';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { QuoteStatement } from '../statements/quote-statement.tsx';
import { FactList, Section } from './fact-list.tsx';
import { PageFact, QuoteContext } from './page-fact.tsx';
import styles from './panels.module.css';

/** A site may send ten thousand; the record in the files has all of them. */
const MAX_LISTED = 300;

interface FactsPanelProps {
  readonly record: CaptureRecord;
  readonly exhibit: ExhibitDetail;
}

/** What was observed of the page, its address, its server and the browser. What it says can be taken into a statement, which stands apart. */
export function FactsPanel({ record, exhibit }: FactsPanelProps): React.JSX.Element {
  const [quote, setQuote] = useState<string>();
  return (
    <QuoteContext value={setQuote}>
      <RecordFacts record={record} />
      {quote !== undefined && (
        <QuoteStatement exhibit={exhibit} role="record" kind="account" quote={quote} onClose={() => setQuote(undefined)} />
      )}
    </QuoteContext>
  );
}

/** Facts of the record, nothing interpreted. */
export function RecordFacts({ record }: { readonly record: CaptureRecord }): React.JSX.Element {
  const texts = useTexts();
  const { say, formats } = texts;
  const { address, http, page, view, browser, times, warnings } = record.observation;
  return (
    <div className={styles['panel']}>
      <Section title={say('app.exhibit.facts.page')}>
        <FactList
          facts={[
            [say('app.exhibit.facts.title'), hostile(page?.title)],
            [say('app.exhibit.facts.language'), hostile(page?.language, true)],
            [say('app.exhibit.facts.charset'), hostile(page?.charset, true)],
            [say('app.exhibit.facts.canonical'), hostile(page?.canonicalUrl, true)],
          ]}
        />
      </Section>
      <Section title={say('app.exhibit.facts.address')}>
        <FactList
          facts={[
            [say('app.exhibit.facts.requested'), hostile(address.requestedUrl, true)],
            [say('app.exhibit.facts.document'), hostile(address.documentUrl, true)],
            [say('app.exhibit.facts.shown'), hostile(address.shownUrl, true)],
            [say('app.exhibit.facts.before'), address.path.length === 0 ? undefined : <Addresses items={address.path} />],
            [
              say('app.exhibit.facts.redirects'),
              http === undefined || http.redirects.length === 0 ? undefined : <Addresses items={http.redirects} />,
            ],
          ]}
        />
      </Section>
      <Section title={say('app.exhibit.facts.times')}>
        <FactList
          facts={[
            [say('app.exhibit.facts.clicked'), time(times.clickedAt)],
            [say('app.exhibit.facts.seen'), time(times.seenAt)],
            [say('app.exhibit.facts.finished'), time(times.finishedAt)],
            [say('app.exhibit.facts.documentStarted'), time(address.documentStartedAt)],
          ]}
        />
      </Section>
      {http !== undefined && (
        <Section title={say('app.exhibit.facts.server')}>
          <FactList
            facts={[
              [say('app.exhibit.facts.status'), <code key="status">{`${http.status} ${http.statusText ?? ''}`}</code>],
              [say('app.exhibit.facts.protocol'), hostile(http.protocol, true)],
              [
                say('app.exhibit.facts.server'),
                http.remoteAddress === undefined ? undefined : (
                  <span key="remote">
                    <code>{`${http.remoteAddress.ip} : ${http.remoteAddress.port}`}</code>
                    {http.remoteAddress.isProxy && ` (${say('app.exhibit.facts.proxy')})`}
                  </span>
                ),
              ],
            ]}
          />
          <details className={styles['more']}>
            <summary>{say('app.exhibit.facts.headers', { count: http.headers.length })}</summary>
            <FactList
              facts={http.headers
                .slice(0, MAX_LISTED)
                .map(([name, value], index) => [
                  <HostileText key={index} text={name} exact />,
                  <HostileText key={`v${index}`} text={value} exact />,
                ])}
            />
          </details>
        </Section>
      )}
      {page !== undefined && page.meta.length + page.openGraph.length + page.jsonLd.length > 0 && (
        <Section title={say('app.exhibit.facts.stated')}>
          <FactList
            facts={[
              ...page.openGraph.map(({ property, content }) => [property, content] as const),
              ...page.meta.map(({ name, content }) => [name, content] as const),
            ]
              .slice(0, MAX_LISTED)
              .map(([name, content], index) => [
                <HostileText key={index} text={name} exact />,
                <PageFact key={`v${index}`} text={content} />,
              ])}
          />
          {page.jsonLd.slice(0, 20).map((text, index) => (
            <pre key={index} className={styles['code']} tabIndex={0} aria-label="JSON-LD">
              {text.slice(0, 20_000)}
            </pre>
          ))}
        </Section>
      )}
      <Section title={say('app.exhibit.facts.browser')}>
        <FactList
          facts={[
            [say('app.exhibit.facts.product'), hostile(browser.product, true)],
            [say('app.exhibit.facts.agent'), hostile(browser.userAgent, true)],
            [
              say('app.exhibit.facts.view'),
              view === undefined
                ? undefined
                : say('app.exhibit.viewer.size', { width: formats.number(view.widthPx), height: formats.number(view.heightPx) }),
            ],
            [
              say('app.exhibit.facts.length'),
              view === undefined
                ? undefined
                : say('app.exhibit.viewer.size', {
                    width: formats.number(view.documentWidthPx),
                    height: formats.number(view.documentHeightPx),
                  }),
            ],
          ]}
        />
      </Section>
      {warnings.length > 0 && (
        <Section title={say('app.exhibit.facts.particulars')}>
          <FactList
            facts={warnings
              .slice(0, MAX_LISTED)
              .map(({ code, detail }, index) => [texts.sayCode('report.warning', code) ?? code, <HostileText key={index} text={detail} />])}
          />
        </Section>
      )}
    </div>
  );
}

function Addresses({ items }: { readonly items: readonly { readonly url: string; readonly time: string }[] }): React.JSX.Element {
  const { formats } = useTexts();
  return (
    <ol className={styles['plainList']}>
      {items.slice(-MAX_LISTED).map(({ url, time }, index) => (
        <li key={index}>
          <HostileText text={url} exact /> <span className={styles['soft']}>{formats.utc(time)}</span>
        </li>
      ))}
    </ol>
  );
}

function hostile(text: string | undefined, exact = false): ReactNode | undefined {
  return text === undefined ? undefined : <PageFact text={text} exact={exact} />;
}

function time(value: string | undefined): ReactNode | undefined {
  return value === undefined ? undefined : <EvidenceTime time={value} />;
}
