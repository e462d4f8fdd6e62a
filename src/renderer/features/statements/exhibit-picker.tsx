import { useDeferredValue, useState, type ReactNode } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import type { ExhibitRow } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { TextField } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import styles from './exhibit-picker.module.css';

const LISTED = 30;

interface ExhibitPickerProps {
  readonly row: ExhibitRow;
  readonly chosen: string | undefined;
  readonly onChoose: (exhibit: string) => void;
}

/** Another exhibit of the same case: first those of the same address, then whatever is searched for. */
export function ExhibitPicker({ row, chosen, onChoose }: ExhibitPickerProps): ReactNode {
  const { say, formats } = useTexts();
  const [text, setText] = useState('');
  const words = useDeferredValue(text.trim());
  const same = useCall('exhibits.at', { url: row.requestedUrl });
  const found = useCall(
    'exhibits.search',
    { cases: [row.case], states: ['sealed', 'partial'], text: words, limit: LISTED },
    { keepPrevious: true },
  );
  const error = same.error ?? found.error;
  if (error !== null) return <ErrorPanel error={error} />;
  const isOther = ({ case: reference, exhibit, state }: ExhibitRow): boolean =>
    reference === row.case && exhibit !== row.exhibit && (state === 'sealed' || state === 'partial');
  const sameAddress = (same.data ?? []).filter(isOther);
  const others = (found.data?.rows ?? []).filter((one) => isOther(one) && !sameAddress.some(({ exhibit }) => exhibit === one.exhibit));
  const rows = words === '' ? [...sameAddress, ...others] : (found.data?.rows ?? []).filter(isOther);
  return (
    <div className={joinClasses(styles['picker'])}>
      <TextField label={say('app.export.find')} type="search" value={text} onChange={setText} maxLength={500} />
      <ListBox
        className={joinClasses(styles['list'])}
        aria-label={say('app.export.exhibits')}
        selectionMode="single"
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => {
          const one = rows.find(({ exhibit }) => keys !== 'all' && keys.has(exhibit));
          if (one !== undefined) onChoose(one.exhibit);
        }}
        renderEmptyState={() => <p className={joinClasses(styles['soft'])}>{say('app.export.noneFound')}</p>}
      >
        {rows.slice(0, LISTED).map((one) => (
          <ListBoxItem
            key={one.exhibit}
            id={one.exhibit}
            textValue={`${one.exhibit} ${one.title ?? ''}`}
            className={joinClasses(styles['row'])}
          >
            <b>{one.exhibit}</b>
            <span>
              <HostileText text={one.title ?? one.requestedUrl} lines={1} />
              <span className={joinClasses(styles['soft'])}>
                {formats.utc(one.startedAt)}
                {sameAddress.includes(one) && ` · ${say('app.statements.sameAddress')}`}
              </span>
            </span>
          </ListBoxItem>
        ))}
      </ListBox>
    </div>
  );
}
