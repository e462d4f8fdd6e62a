import type { ReactNode } from 'react';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import type { EvidencePointer } from '../../../core/statements/statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { buildHash } from '../../window/screen.ts';
import { ContentView } from './content-view.tsx';
import { EvidenceWords } from './evidence-fields.tsx';
import { nameContent, type CaseThings } from './name-statement.ts';
import type { StatementActs } from './statement-table.tsx';
import styles from './statement-table.module.css';

const EVIDENCE_SHOWN = 3;

interface StatementRowProps extends StatementActs {
  readonly reference: string;
  readonly one: CaseStatement;
  readonly things: CaseThings;
  readonly canAct: boolean;
}

/** One statement; of something displayed, whether it is true stands below it, apart. */
export function StatementRow({ reference, one, things, canAct, onChange, onWithdraw, onAssess }: StatementRowProps): ReactNode {
  const texts = useTexts();
  const { say } = texts;
  const { statement, state } = one;
  const { content, evidence, nature } = statement;
  const truth = things.truthOf(statement.id);
  const name = nameContent(content, texts);
  const isCurrent = state === 'current';
  return (
    <>
      <tr className={joinClasses(!isCurrent && styles['past'], truth !== undefined && isCurrent && styles['withTruth'])}>
        <td className={joinClasses(styles['what'])}>
          <p className={joinClasses(styles['head'])}>
            <b>
              <HostileText text={name} lines={2} />
            </b>
            <Badge>{say(`statement.kind.${content.kind}`)}</Badge>
            {!isCurrent && <Badge tone="odd">{say(`statement.state.${state}`)}</Badge>}
          </p>
          <ContentView content={content} things={things} />
          <p className={joinClasses(styles['soft'])}>{say(`statement.nature.${nature}`)}</p>
          {one.withdrawn?.reason !== undefined && (
            <p className={joinClasses(styles['soft'])}>
              {say('app.statements.withdrawnBy', { author: one.withdrawn.by })} <HostileText text={one.withdrawn.reason} lines={2} />
            </p>
          )}
        </td>
        <td>
          <Codes one={one} />
        </td>
        <td>
          <Author one={one} />
        </td>
        <td>
          <Evidence reference={reference} evidence={evidence} />
        </td>
        <td>
          {canAct && isCurrent && (
            <span className={joinClasses(styles['acts'])}>
              {content.kind !== 'corroboration' && (
                <IconButton icon="edit" label={say('app.statements.changeName', { name })} onPress={() => onChange(one, truth)} />
              )}
              <IconButton icon="close" label={say('app.statements.withdrawName', { name })} onPress={() => onWithdraw(one)} />
            </span>
          )}
        </td>
      </tr>
      {isCurrent && nature === 'displayed' && (
        <tr className={joinClasses(styles['truth'])}>
          <td>
            <span className={joinClasses(styles['soft'])}>{say('app.statements.truth')}</span>{' '}
            <b>{truth === undefined ? say('statement.opinion.not-assessed') : nameContent(truth.statement.content, texts)}</b>
            {truth?.statement.content.kind === 'truth' && truth.statement.content.fields.why !== undefined && (
              <>
                {' '}
                <HostileText text={truth.statement.content.fields.why} lines={2} />
              </>
            )}
          </td>
          <td>{truth !== undefined && <Codes one={truth} />}</td>
          <td>{truth !== undefined && <Author one={truth} />}</td>
          <td />
          <td>
            {canAct && (
              <Button kind="quiet" onPress={() => onAssess(one, truth)}>
                {say('app.statements.assess')}
              </Button>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

/** Handling and 4x4 as codes, their words for whoever asks. */
function Codes({ one: { statement } }: { readonly one: CaseStatement }): ReactNode {
  const { say } = useTexts();
  const { handling, handlingText, evaluation } = statement;
  return (
    <span className={joinClasses(styles['codes'])}>
      {handling.map((code) => (
        <abbr key={code} title={say(`statement.handling.${code}`)}>
          {code}
        </abbr>
      ))}
      {evaluation !== undefined && (
        <abbr title={`${say(`statement.source.${evaluation.source}`)}; ${say(`statement.information.${evaluation.information}`)}`}>
          {evaluation.source + evaluation.information}
        </abbr>
      )}
      {handlingText !== undefined && <HostileText text={handlingText} lines={2} />}
    </span>
  );
}

function Author({ one: { author, madeAt } }: { readonly one: CaseStatement }): ReactNode {
  const { formats } = useTexts();
  return (
    <>
      <HostileText text={author} />
      <time dateTime={madeAt} className={joinClasses(styles['time'])}>
        {formats.utc(madeAt)}
      </time>
    </>
  );
}

function Evidence({ reference, evidence }: { readonly reference: string; readonly evidence: readonly EvidencePointer[] }): ReactNode {
  const { say } = useTexts();
  if (evidence.length === 0) return <span className={joinClasses(styles['soft'])}>{say('app.statements.noEvidence')}</span>;
  return (
    <ul className={joinClasses(styles['evidence'])}>
      {evidence.slice(0, EVIDENCE_SHOWN).map((pointer, index) => (
        <li key={index}>
          <Link href={buildHash({ name: 'exhibit', case: reference, exhibit: pointer.exhibit })}>
            <EvidenceWords pointer={pointer} />
          </Link>
        </li>
      ))}
      {evidence.length > EVIDENCE_SHOWN && <li>{say('app.statements.moreEvidence', { count: evidence.length - EVIDENCE_SHOWN })}</li>}
    </ul>
  );
}
