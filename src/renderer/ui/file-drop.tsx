import type { ReactNode } from 'react';
import { Button as AriaButton, DropZone, FileTrigger, type DropZoneProps } from 'react-aria-components';
import { useTexts } from '../i18n/use-texts.ts';
import { joinClasses } from './classes.ts';
import styles from './file-drop.module.css';
import { Icon, type IconName } from './icon.tsx';

interface FileDropProps {
  readonly icon: IconName;
  /** What to drop here. */
  readonly title: string;
  readonly help: string;
  /** Endings and media types; any file without. */
  readonly accepts?: readonly string[];
  readonly several?: boolean;
  /** Where one is meant, and what belongs to it may come along. */
  readonly choose?: string;
  readonly isDisabled?: boolean;
  /** At least one. */
  readonly onFiles: (files: readonly File[]) => void;
}

/** A place to drop files on, and a button to choose them. */
export function FileDrop({ icon, title, help, accepts, several = false, choose, isDisabled = false, onFiles }: FileDropProps): ReactNode {
  const { say } = useTexts();
  const give = (files: readonly File[]): void => {
    const taken = several ? files : files.slice(0, 1);
    if (taken.length > 0 && !isDisabled) onFiles(taken);
  };
  const drop = async (event: Parameters<NonNullable<DropZoneProps['onDrop']>>[0]): Promise<void> => {
    give(await Promise.all(event.items.filter((item) => item.kind === 'file').map((item) => item.getFile())));
  };
  return (
    <DropZone className={joinClasses(styles['zone'])} onDrop={(event) => void drop(event)} aria-label={title}>
      <Icon name={icon} large />
      <p className={joinClasses(styles['title'])}>{title}</p>
      <FileTrigger
        {...(accepts === undefined ? {} : { acceptedFileTypes: accepts })}
        allowsMultiple={several}
        onSelect={(files) => give(files === null ? [] : [...files])}
      >
        <AriaButton className={joinClasses(styles['choose'])} isDisabled={isDisabled}>
          {choose ?? say(several ? 'app.ui.chooseFiles' : 'app.ui.chooseFile')}
        </AriaButton>
      </FileTrigger>
      <p className={joinClasses(styles['help'])}>{help}</p>
    </DropZone>
  );
}
