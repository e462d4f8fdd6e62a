import { useState, type ReactNode } from 'react';
import type { TimeView } from '../../../rpc/contract/time.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { AuthorityForm } from './authority-form.tsx';

type Authority = TimeView['authorities'][number];

/** Name, address, policy or certificates of an authority that the vault asks, changed in place. */
export function ChangeAuthority({ authority }: { readonly authority: Authority }): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const title = say('app.time.change', { name: authority.name });
  return (
    <>
      <Button kind="quiet" onPress={() => setOpen(true)}>
        {title}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={close}>
        <Changed authority={authority} onDone={close} />
      </Dialog>
    </>
  );
}

function Changed({ authority, onDone }: { readonly authority: Authority; readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const { mutate, isPending, error } = useAct('time.change-authority', { stale: ['time.read'], onDone });
  return (
    <>
      <p>{say('app.time.changeWhat')}</p>
      {authority.euTrustedList.state === 'listed' && <p>{say('app.time.changeLosesList')}</p>}
      <AuthorityForm
        before={authority}
        act={say('app.time.changeAct')}
        isPending={isPending}
        error={error}
        onSubmit={({ roots, ...words }) => mutate({ authority: authority.id, ...words, ...(roots === '' ? {} : { roots }) })}
        onCancel={onDone}
      />
    </>
  );
}
