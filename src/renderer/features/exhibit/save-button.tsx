import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useClient } from '../../rpc/client-context.tsx';
import { useAct } from '../../rpc/use-call.ts';
import { sayError } from '../../ui/error-panel.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useWindowState } from '../../window/window-state.ts';
import styles from './files-panel.module.css';

/** The log has it before the file leaves the vault. */
export function SaveButton({
  exhibit: { row },
  name,
  address,
}: {
  readonly exhibit: ExhibitDetail;
  readonly name: string;
  readonly address: string;
}): React.JSX.Element {
  const texts = useTexts();
  const client = useClient();
  const { tell } = useWindowState();
  const save = useAct('exhibits.save', {
    stale: ['cases.timeline'],
    onDone: () => {
      const link = document.createElement('a');
      link.href = client.resolveAddress(address);
      link.download = `${row.exhibit}-${name}`;
      link.click();
    },
  });
  return (
    <button
      type="button"
      className={styles['save']}
      aria-label={texts.say('app.exhibit.files.saveName', { name })}
      onClick={() =>
        save.mutate(
          { case: row.case, exhibit: row.exhibit, name },
          { onError: (error) => tell({ kind: 'bad', text: sayError(texts, error) }) },
        )
      }
    >
      <Icon name="export" />
      {texts.say('app.exhibit.files.save')}
    </button>
  );
}
