import { useState, type ReactNode } from 'react';
import { useTexts } from '../../i18n/use-texts.ts';
import { useAct } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { AuthorityForm } from './authority-form.tsx';

/** One more time-stamping authority, with the certificates that its answers must lead to. */
export function AddAuthority(): ReactNode {
  const { say } = useTexts();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <div>
      <Button icon="add" onPress={() => setOpen(true)}>
        {say('app.time.add')}
      </Button>
      <Dialog title={say('app.time.add')} isOpen={isOpen} onClose={close}>
        <NewAuthority onDone={close} />
      </Dialog>
    </div>
  );
}

function NewAuthority({ onDone }: { readonly onDone: () => void }): ReactNode {
  const { say } = useTexts();
  const { mutate, isPending, error } = useAct('time.add-authority', { stale: ['time.read'], onDone });
  return <AuthorityForm act={say('app.time.add')} isPending={isPending} error={error} onSubmit={mutate} onCancel={onDone} />;
}
