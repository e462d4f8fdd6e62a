import { useEffect, useState, type ReactNode } from 'react';
import type { ReceivedPackage } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EvidenceTime } from '../../ui/evidence-time.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { Banner, Facts, Page, Section } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { Inspector } from '../../window/inspector.tsx';
import { buildHash, type ScreenOf } from '../../window/screen.ts';
import { showScreen } from '../../window/use-screen.ts';
import { AccessReason } from '../exhibit/access-reason.tsx';
import { ReasonDialog } from '../exhibit/reason-dialog.tsx';
import { FromWhom, useSenderCase, VerdictAtReceipt } from './from-whom.tsx';
import { ReceivedCards } from './received-cards.tsx';
import { Contents } from './received-list.tsx';
import styles from './received-screen.module.css';

const TYPING_MS = 120;

/** A package from others: whose it is, what was found when it came, and its exhibits. Nothing here changes anything. */
export function ReceivedScreen({ screen }: { readonly screen: ScreenOf<'received'> }): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('received.open', { case: screen.case, exhibit: screen.exhibit });
  // What the search has of it comes later than the package itself.
  const listed = useCall('received.list', {}).data?.find((one) => one.case === screen.case && one.exhibit === screen.exhibit);
  if (error?.code === 'reason-missing' && data === undefined)
    return <ReasonDialog caseReference={screen.case} isOpen onClose={() => showScreen({ name: 'case', case: screen.case })} />;
  const known = listed ?? data;
  if (known === undefined) return error === null ? <Loading /> : <ErrorPanel error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Shown of={known}>
        {error === null ? (
          data === undefined ? (
            <Loading />
          ) : (
            <Exhibits of={known} />
          )
        ) : error.code === 'package-locked' ? (
          <Banner tone="odd">{say('app.kept.contents.locked')}</Banner>
        ) : (
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        )}
      </Shown>
      <Inspector>
        <Summary of={known} />
      </Inspector>
    </>
  );
}

function Shown({ of, children }: { readonly of: ReceivedPackage; readonly children: ReactNode }): ReactNode {
  const { say } = useTexts();
  const nameOf = useSenderCase();
  return (
    <Page
      title={<HostileText text={nameOf(of)} lines={2} />}
      subtitle={
        <span className={joinClasses(styles['badges'])}>
          <Badge tone="note">{say('app.kept.badge')}</Badge>
          {of.practice && <Badge tone="practice">{say('app.ui.practice')}</Badge>}
          {of.isContinued && <Badge>{say('app.kept.continued')}</Badge>}
        </span>
      }
      acts={
        <Link kind="plain" icon="file" href={buildHash({ name: 'exhibit', case: of.case, exhibit: of.exhibit })}>
          {say('app.kept.wholeFile')}
        </Link>
      }
    >
      <Banner tone="note">{say('app.kept.banner')}</Banner>
      {of.isCut && <Banner tone="odd">{say('app.kept.isCut')}</Banner>}
      <div>
        <p className={joinClasses(styles['soft'])}>{say('app.kept.verdict')}</p>
        <VerdictAtReceipt verdict={of.verdict} />
      </div>
      {children}
    </Page>
  );
}

function Exhibits({ of }: { readonly of: ReceivedPackage }): ReactNode {
  const { say } = useTexts();
  const [typed, setTyped] = useState('');
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  if (of.contents !== 'ready') return <Banner tone="odd">{say(`app.kept.contents.${of.contents}`)}</Banner>;
  if (of.exhibits === 0) {
    return (
      <EmptyState icon="package" title={say('app.kept.none')}>
        {say('app.kept.noneHelp', { exhibit: of.exhibit })}
      </EmptyState>
    );
  }
  return (
    <>
      <div className={joinClasses(styles['search'])} role="search">
        <TextField label={say('app.kept.search')} type="search" value={typed} onChange={setTyped} maxLength={500} />
      </div>
      <ReceivedCards
        key={text}
        wanted={{ text, package: { case: of.case, exhibit: of.exhibit }, ...(text === '' ? {} : { sort: 'relevance' }) }}
        withPackage={false}
        nothing={<p role="status">{say('app.kept.nothingFound')}</p>}
      />
    </>
  );
}

/** Whose it is, when it came, and where it is kept. */
function Summary({ of }: { readonly of: ReceivedPackage }): ReactNode {
  const { say, formats, sayCode } = useTexts();
  return (
    <div className={joinClasses(styles['summary'])}>
      <Section title={say('app.kept.from')}>
        <FromWhom from={of} />
        <Facts
          facts={[
            [say('app.kept.receivedAt'), <EvidenceTime key="at" time={of.receivedAt} />],
            ...(of.contents === 'ready' ? [[say('app.kept.contents'), <Contents key="contents" of={of} />] as const] : []),
            [say('app.kept.profile'), sayCode('app.export.profile', of.profile) ?? of.profile],
            [
              say('app.kept.keptIn'),
              <Link key="case" href={buildHash({ name: 'case', case: of.case })}>
                <HostileText text={`${of.case}, ${of.exhibit}`} />
              </Link>,
            ],
            [say('app.export.fileSize'), formats.bytes(of.sizeBytes)],
            [say('app.export.packageId'), <code key="package">{of.package}</code>],
          ]}
        />
      </Section>
      <AccessReason caseReference={of.case} />
    </div>
  );
}
