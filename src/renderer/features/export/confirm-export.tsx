import type { ReactNode } from 'react';
import type { Profile } from '../../../core/package/profiles.ts';
import type { ExportPreview } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Banner } from '../../ui/page.tsx';
import type { ExportChoices } from './export-choices.ts';
import styles from './confirm-export.module.css';

const ENCRYPTED = { none: 'plain', recipients: 'recipients', passphrase: 'passphrase' } as const;

interface ConfirmExportProps {
  readonly reference: string;
  readonly preview: ExportPreview;
  readonly profile: Profile;
  readonly encrypted: ExportChoices['encryption']['way'];
  readonly isOpen: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Says what the export will do, before it does it. */
export function ConfirmExport({ reference, preview, profile, encrypted, ...rest }: ConfirmExportProps): ReactNode {
  const { say, formats } = useTexts();
  const size = formats.bytes(preview.sizeBytes);
  return (
    <ConfirmDialog title={say('app.export.confirm.title')} confirm={say('app.export.start')} {...rest}>
      {preview.practice && <Banner tone="practice">{say('app.export.practice')}</Banner>}
      <ul className={joinClasses(styles['acts'])}>
        <li>{say('app.export.confirm.write', { folder: preview.folder, size })}</li>
        <li>{say(`app.export.confirm.${ENCRYPTED[encrypted]}`)}</li>
        <li>{say('app.export.confirm.log', { reference })}</li>
        {profile === 'platform' && <li>{say('app.export.confirm.platform')}</li>}
        <li>{say('app.export.confirm.verify')}</li>
      </ul>
    </ConfirmDialog>
  );
}
