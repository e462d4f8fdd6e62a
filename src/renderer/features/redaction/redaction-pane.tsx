import { useMemo, type ReactNode } from 'react';
import { REDACTION_REASONS, type Mask } from '../../../core/redaction/redaction.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select, Switch } from '../../ui/fields.tsx';
import { Banner } from '../../ui/page.tsx';
import { useWindowState } from '../../window/window-state.ts';
import styles from './redaction-pane.module.css';
import { findOverlaps } from './mask-overlaps.ts';
import type { KeptMask, MaskControl } from './use-masks.ts';

/** More than anybody reads; the rest is covered all the same. */
const LISTED = 200;

interface RedactionPaneProps {
  readonly reference: string;
  readonly exhibit: string;
  /** Name of the file that is covered in a copy. */
  readonly artifact: string;
  readonly control: MaskControl;
  readonly isPreview: boolean;
  readonly onPreview: (isPreview: boolean) => void;
  /** What the mask covers, in words. */
  readonly describe: (mask: Mask) => ReactNode;
  readonly onFocus: (one: KeptMask) => void;
  /** Of a text: the same words are covered wherever they stand. */
  readonly everywhere?: boolean;
  /** What adds masks here without a mouse. */
  readonly children: ReactNode;
  readonly onDone: () => void;
}

/** Beside what is covered: the reason for what comes next, the list of masks, and the making of the copy. */
export function RedactionPane(props: RedactionPaneProps): ReactNode {
  const { reference, exhibit, artifact, control, isPreview, onPreview, describe, onFocus, everywhere = false, children, onDone } = props;
  const { say, formats } = useTexts();
  const { tell } = useWindowState();
  const make = useAct('redactions.make', {
    stale: ['redactions.list', 'cases.timeline', 'export.preview'],
    onDone: ({ redaction }) => {
      control.clear();
      tell({ kind: 'good', text: say('app.redact.made', { name: redaction.derivative.name }) });
      onDone();
    },
  });
  const { masks } = control;
  const overlaps = useMemo(() => findOverlaps(masks.map(({ mask }) => mask)), [masks]);
  const reasons = REDACTION_REASONS.map((value) => ({ value, label: say(`redaction.reason.${value}`) }));
  return (
    <section className={joinClasses(styles['pane'])} aria-label={say('app.redact.title')}>
      <h2>{say('app.redact.title')}</h2>
      <p className={joinClasses(styles['soft'])}>{say('app.redact.help')}</p>
      <Select label={say('app.redact.nextReason')} value={control.reason} options={reasons} onChange={control.setReason} />
      <div className={joinClasses(styles['acts'])}>
        {children}
        <Button icon="undo" isDisabled={!control.canUndo} onPress={control.undo}>
          {say('app.redact.undo')}
        </Button>
      </div>
      <Switch label={say('app.redact.preview')} isSelected={isPreview} onChange={onPreview} />
      <p role="status" className={joinClasses(styles['soft'])}>
        {say('app.redact.count', { count: masks.length })}
      </p>
      <ol className={joinClasses(styles['masks'])}>
        {masks.slice(0, LISTED).map((one, index) => (
          <li key={one.key}>
            <button type="button" className={joinClasses(styles['what'])} onClick={() => onFocus(one)}>
              <b>{index + 1}</b> {describe(one.mask)}
            </button>
            <IconButton icon="close" label={say('app.redact.remove', { index: index + 1 })} onPress={() => control.remove(one.key)} />
            <select
              className={joinClasses(styles['reason'])}
              aria-label={say('app.redact.reasonOf', { index: index + 1 })}
              value={one.mask.reason}
              onChange={({ currentTarget: { value } }) => {
                const reason = REDACTION_REASONS.find((known) => known === value);
                if (reason !== undefined) control.change(one.key, { ...one.mask, reason });
              }}
            >
              {reasons.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ol>
      {masks.length > LISTED && <p>{say('app.redact.more', { count: masks.length - LISTED })}</p>}
      {overlaps.length > 0 && (
        <Banner tone="odd">{say('app.redact.overlap', { masks: formats.list(overlaps.map((index) => formats.number(index + 1))) })}</Banner>
      )}
      {make.error !== null && <ErrorPanel error={make.error} />}
      <div className={joinClasses(styles['acts'])}>
        <Button
          kind="main"
          isDisabled={masks.length === 0 || overlaps.length > 0}
          isPending={make.isPending}
          onPress={() => make.mutate({ case: reference, exhibit, artifact, masks: masks.map(({ mask }) => mask), everywhere })}
        >
          {say('app.redact.make')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {say('app.redact.leave')}
        </Button>
      </div>
    </section>
  );
}
