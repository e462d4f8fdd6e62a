import type { ReactNode } from 'react';
import { AXES, type AxisState } from '../../../core/package/verdict.ts';
import type { ReceivedPackage } from '../../../rpc/contract/received.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './from-whom.module.css';

const TONES: Readonly<Record<AxisState, Tone>> = { pass: 'good', fail: 'bad', pending: 'odd', 'not-checked': 'odd', 'as-recorded': 'note' };

/** Whose package it is: the unit of the register that this key belongs to, or the key alone. */
export function FromWhom({ from }: { readonly from: Pick<ReceivedPackage, 'sender' | 'senderUnit'> }): ReactNode {
  const { say } = useTexts();
  return (
    <span className={joinClasses(styles['from'])}>
      {from.senderUnit !== undefined && <HostileText text={say('app.kept.unit', { unit: from.senderUnit })} lines={2} />}
      <code className={joinClasses(styles['key'])} title={from.sender}>
        {say('app.kept.station')} {from.sender.slice('sha256:'.length, 'sha256:'.length + 16)}…
      </code>
    </span>
  );
}

/** What the verification said when the receipt was signed, axis by axis; there is no verdict over all. */
export function VerdictAtReceipt({ verdict }: Pick<ReceivedPackage, 'verdict'>): ReactNode {
  const { say } = useTexts();
  return (
    <ul className={joinClasses(styles['axes'])} aria-label={say('app.kept.verdict')}>
      {AXES.flatMap((axis) => {
        const state = verdict[axis];
        return state === undefined
          ? []
          : [
              <li key={axis}>
                <Badge tone={TONES[state]}>
                  {say('app.kept.axis', { axis: say(`app.verdict.axis.${axis}`), state: say(`app.verdict.state.${state}`) })}
                </Badge>
              </li>,
            ];
      })}
    </ul>
  );
}

/** The sender's own name for the case. */
export function useSenderCase(): (of: Pick<ReceivedPackage, 'senderCase'>) => string {
  const { say } = useTexts();
  return ({ senderCase }) => (senderCase === undefined ? say('app.kept.ofUnknown') : say('app.kept.of', { case: senderCase }));
}
