import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { PROFILES, type Profile } from '../../../core/package/profiles.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { joinClasses } from '../../ui/classes.ts';
import styles from './profile-choice.module.css';

interface ProfileChoiceProps {
  readonly profile: Profile;
  readonly onChange: (profile: Profile) => void;
}

/** For whom the package is, each with what it holds in one sentence. */
export function ProfileChoice({ profile, onChange }: ProfileChoiceProps): ReactNode {
  const { say } = useTexts();
  return (
    <RadioGroup
      className={joinClasses(styles['group'])}
      value={profile}
      onChange={(value) => onChange(PROFILES.find((known) => known === value) ?? 'prosecutor')}
    >
      <Label className={joinClasses(styles['title'])}>{say('app.export.whom')}</Label>
      {PROFILES.map((value) => (
        <Radio key={value} value={value} className={joinClasses(styles['row'])}>
          <span className={joinClasses(styles['dot'])} aria-hidden="true" />
          <span>
            <b>{say(`app.export.profile.${value}`)}</b>
            <span className={joinClasses(styles['what'])}>{say(`app.export.profileWhat.${value}`)}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
