import { useState, type ReactNode } from 'react';
import type { FormDocument } from '../../../core/forms/form-document.ts';
import type { ExportRequestInput } from '../../../rpc/contract/packages.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Select } from '../../ui/fields.tsx';
import { Banner } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { CopyButton } from './copy-button.tsx';
import { FormBlockView } from './form-block-view.tsx';
import { formText, sectionText } from './form-plain-text.ts';
import styles from './form-view.module.css';

interface FormsViewProps {
  readonly request: ExportRequestInput;
  readonly onBack: () => void;
}

/** The forms that an export would hold, one at a time, for reading and for pasting into the forms of others. */
export function FormsView({ request, onBack }: FormsViewProps): ReactNode {
  const { say } = useTexts();
  const { data, error, refetch } = useCall('forms.preview', request);
  const [chosen, setChosen] = useState<string>();
  const form = data?.find((one) => one.form === chosen) ?? data?.[0];
  return (
    <div className={joinClasses(styles['forms'])}>
      <div className={joinClasses(styles['bar'])}>
        <Button icon="back" onPress={onBack} autoFocus>
          {say('app.forms.back')}
        </Button>
        {data !== undefined && form !== undefined && data.length > 1 && (
          <Select
            label={say('app.forms.choose')}
            value={form.form}
            options={data.map((one) => ({ value: one.form, label: one.title }))}
            onChange={setChosen}
          />
        )}
      </div>
      <p className={joinClasses(styles['says'])}>{say('app.forms.intro')}</p>
      {error !== null && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {error === null && data === undefined && <Loading />}
      {data !== undefined && form === undefined && <EmptyState icon="file" title={say('app.forms.none')} />}
      {form !== undefined && <FormView key={form.form} form={form} />}
    </div>
  );
}

function FormView({ form }: { readonly form: FormDocument }): ReactNode {
  const texts = useTexts();
  const { say } = texts;
  return (
    <article className={joinClasses(styles['form'])} aria-label={form.title} lang={form.language}>
      <header className={joinClasses(styles['head'])}>
        <h2>{form.title}</h2>
        <CopyButton label={say('app.forms.copyForm')} text={() => formText(form, texts)} />
      </header>
      {form.practice && <Banner tone="practice">{say('app.export.practice')}</Banner>}
      {form.notices.map((notice, index) => (
        <Banner key={index} tone="note">
          {notice}
        </Banner>
      ))}
      {form.sections.map((section) => (
        <section key={section.id} className={joinClasses(styles['section'])}>
          <header className={joinClasses(styles['head'])}>
            <h3>{section.title}</h3>
            <CopyButton isSmall label={say('app.forms.copySection', { name: section.title })} text={() => sectionText(section, texts)} />
          </header>
          {section.blocks.map((block, index) => (
            <FormBlockView key={index} block={block} title={section.title} />
          ))}
        </section>
      ))}
    </article>
  );
}
