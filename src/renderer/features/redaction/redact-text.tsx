import { useState, type ReactNode } from 'react';
import { MAX_MASKS } from '../../../core/redaction/redaction.ts';
import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Button } from '../../ui/button.tsx';
import { Switch } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { findInText } from '../exhibit/find-in-text.ts';
import type { TextSpan } from '../exhibit/text-selection.ts';
import { RedactionPane } from './redaction-pane.tsx';
import type { MaskControl } from './use-masks.ts';

/** Enough to know which words are meant. */
const LONGEST = 80;

interface RedactTextProps {
  readonly row: ExhibitRow;
  readonly artifact: string;
  readonly text: string;
  /** What is searched for. */
  readonly wanted: string;
  readonly selected: TextSpan | undefined;
  readonly control: MaskControl;
  readonly isPreview: boolean;
  readonly onPreview: (isPreview: boolean) => void;
  readonly onCovered: () => void;
  readonly onDone: () => void;
}

/** Covers pieces of a text: what is selected, or every place where some words stand. */
export function RedactText(props: RedactTextProps): ReactNode {
  const { row, artifact, text, wanted, selected, control, isPreview, onPreview, onCovered, onDone } = props;
  const { say, formats } = useTexts();
  const { masks, reason } = control;
  const [everywhere, setEverywhere] = useState(true);
  const isCovered = ({ start, end }: TextSpan): boolean =>
    masks.some(({ mask }) => mask.kind === 'span' && mask.start < end && start < mask.end);
  const found = findInText(text, wanted, MAX_MASKS).filter((span) => !isCovered(span));
  const cover = (spans: readonly TextSpan[]): void => {
    control.add(...spans.map(({ start, end }) => ({ kind: 'span' as const, start, end, reason })));
    onCovered();
  };
  return (
    <RedactionPane
      reference={row.case}
      exhibit={row.exhibit}
      artifact={artifact}
      control={control}
      isPreview={isPreview}
      onPreview={onPreview}
      describe={(mask) =>
        mask.kind === 'span' ? <Words text={text.slice(mask.start, mask.end)} place={formats.number(mask.start)} /> : ''
      }
      onFocus={(one) => {
        const index = masks.indexOf(one);
        document.querySelector(`[data-covered="${index}"]`)?.scrollIntoView({ block: 'center' });
      }}
      everywhere={everywhere}
      onDone={onDone}
    >
      <Button
        icon="add"
        isDisabled={selected === undefined || isCovered(selected)}
        onPress={() => cover(selected === undefined ? [] : [selected])}
      >
        {say('app.redact.coverSelection')}
      </Button>
      <Button isDisabled={found.length === 0 || masks.length + found.length > MAX_MASKS} onPress={() => cover(found)}>
        {say('app.redact.coverFound', { count: found.length })}
      </Button>
      <Switch label={say('app.redact.everywhere')} isSelected={everywhere} onChange={setEverywhere} />
    </RedactionPane>
  );
}

function Words({ text, place }: { readonly text: string; readonly place: string }): ReactNode {
  const { say } = useTexts();
  return (
    <>
      <HostileText text={text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text} />{' '}
      {say('app.redact.textPlace', { place, count: text.length })}
    </>
  );
}
