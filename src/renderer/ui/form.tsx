import type { FormEvent, ReactNode } from 'react';
import { joinClasses } from './classes.ts';
import styles from './form.module.css';

interface FormProps {
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** Fields one below the other, sent by Enter. Nothing is sent to a server: the CSP forbids it too. */
export function Form({ onSubmit, children }: FormProps): ReactNode {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form className={joinClasses(styles['form'])} onSubmit={submit} noValidate>
      {children}
    </form>
  );
}
