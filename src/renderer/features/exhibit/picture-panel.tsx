import { useState } from 'react';
import type { ExhibitDetail } from '../../../rpc/contract/cases.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { Select } from '../../ui/fields.tsx';
import { PictureViewer } from './picture-viewer.tsx';
import styles from './panels.module.css';

/** The pictures taken of the page, one at a time: first the whole page. */
export function PicturePanel({ exhibit }: { readonly exhibit: ExhibitDetail }): React.JSX.Element | null {
  const { say, sayCode } = useTexts();
  const { pictures } = exhibit;
  const [name, setName] = useState<string>();
  const whole = pictures.find(({ role }) => role === 'screenshot-full');
  const chosen = pictures.find((picture) => picture.name === name) ?? whole ?? pictures[0];
  if (chosen === undefined) return null;
  const label = (role: string): string => sayCode('report.role', role) ?? role;
  return (
    <div className={styles['fill']}>
      {pictures.length > 1 && (
        <div className={styles['choice']}>
          <Select
            label={say('app.exhibit.picture')}
            value={chosen.name}
            options={pictures.map((picture) => ({ value: picture.name, label: `${label(picture.role)} (${picture.name})` }))}
            onChange={setName}
          />
        </div>
      )}
      <PictureViewer key={chosen.name} pyramid={chosen.pyramid} name={`${exhibit.row.exhibit}, ${label(chosen.role)}`} />
    </div>
  );
}
