import type { ReactNode } from 'react';
import { nameOfRecipient } from '../../../core/model/recipient.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { CheckGroup } from '../../ui/check-group.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Link } from '../../ui/link.tsx';
import { buildHash } from '../../window/screen.ts';
import type { ExportChoices } from './export-choices.ts';

const WAYS = ['none', 'recipients', 'passphrase'] as const;

interface EncryptionChoiceProps {
  readonly encryption: ExportChoices['encryption'];
  readonly onChange: (encryption: ExportChoices['encryption']) => void;
}

/** Who can read the file: anyone, recipients of the register, or who knows a passphrase. */
export function EncryptionChoice({ encryption, onChange }: EncryptionChoiceProps): ReactNode {
  const { say } = useTexts();
  const recipients = useCall('recipients.list', {}).data ?? [];
  return (
    <>
      <Select
        label={say('app.export.encryption')}
        help={say(`app.export.encryptionHelp.${encryption.way}`)}
        value={encryption.way}
        options={WAYS.map((value) => ({ value, label: say(`app.export.encryption.${value}`) }))}
        onChange={(way) => onChange({ ...encryption, way })}
      />
      {encryption.way === 'recipients' && recipients.length === 0 && (
        <p>
          {say('app.export.noRecipients')} <Link href={buildHash({ name: 'settings' })}>{say('app.settings.title')}</Link>
        </p>
      )}
      {encryption.way === 'recipients' && recipients.length > 0 && (
        <CheckGroup
          label={say('app.export.to')}
          value={encryption.to}
          options={recipients.map((recipient) => ({
            value: recipient.id,
            label: <HostileText text={nameOfRecipient(recipient)} />,
          }))}
          onChange={(to) => onChange({ ...encryption, to })}
        />
      )}
      {encryption.way === 'passphrase' && (
        <>
          <TextField
            label={say('app.export.passphrase')}
            type="password"
            autoComplete="new-password"
            value={encryption.passphrase}
            onChange={(passphrase) => onChange({ ...encryption, passphrase })}
            maxLength={1000}
          />
          <TextField
            label={say('app.export.passphraseAgain')}
            type="password"
            autoComplete="new-password"
            value={encryption.again}
            onChange={(again) => onChange({ ...encryption, again })}
            maxLength={1000}
            problem={
              encryption.again !== '' && encryption.again !== encryption.passphrase ? say('app.export.passphraseDiffers') : undefined
            }
          />
        </>
      )}
    </>
  );
}
