import type { ReactNode } from 'react';
import type { CallOutput } from '../../../rpc/contract.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import styles from './key-picture.module.css';

/** The QR code of a key, for a camera. */
export function KeyCode({ qr }: Pick<CallOutput<'keys.read'>, 'qr'>): ReactNode {
  const { say } = useTexts();
  const { sizeModules: size, path } = qr;
  return (
    <svg className={joinClasses(styles['code'])} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={say('app.keys.qr')}>
      <path className={joinClasses(styles['ground'])} d={`M0 0h${size}v${size}h-${size}z`} />
      <path className={joinClasses(styles['modules'])} d={path} />
    </svg>
  );
}

/** A fingerprint in groups, to be read out. */
export function Fingerprint({ groups }: { readonly groups: readonly string[] }): ReactNode {
  return (
    <p className={joinClasses(styles['groups'])}>
      {groups.map((group, index) => (
        <code key={index}>{group}</code>
      ))}
    </p>
  );
}
