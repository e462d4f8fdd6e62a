import { useMemo, useState, type ReactNode } from 'react';
import { TabList, TabPanel, Tabs } from 'react-aria-components';
import type { CaseStatement } from '../../../core/statements/case-statement.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { useCall } from '../../rpc/use-call.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { joinClasses } from '../../ui/classes.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Switch } from '../../ui/fields.tsx';
import { HostileText } from '../../ui/hostile-text.tsx';
import { Banner, Page } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import type { ScreenOf } from '../../window/screen.ts';
import { PanelTab } from '../../ui/panel-tab.tsx';
import styles from './case-data-screen.module.css';
import { listThings } from './name-statement.ts';
import { StatementDialogs } from './statement-dialogs.tsx';
import { newDraft } from './statement-draft.ts';
import { GROUP_NAMES, KIND_GROUPS, type KindGroup } from './statement-fields.ts';
import { StatementTable } from './statement-table.tsx';
import { useStatementEditor } from './use-statement-editor.ts';

/** Everything that persons say of a case, by kind. Apart from what the pages showed, and never mixed with it. */
export function CaseDataScreen({ screen }: { readonly screen: ScreenOf<'case-data'> }): ReactNode {
  const texts = useTexts();
  const { say, formats } = texts;
  const { data, error, refetch } = useCall('statements.list', { case: screen.case });
  const item = useCall('cases.list', {}).data?.find(({ reference }) => reference === screen.case);
  const [group, setGroup] = useState<KindGroup>('persons');
  const [showsPast, setShowsPast] = useState(false);
  const editor = useStatementEditor();
  const things = useMemo(() => listThings(data ?? [], texts), [data, texts]);
  if (error !== null) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Loading />;
  // Also of a closed case something can be said: it is its captures that end.
  const canAct = item !== undefined && item.state !== 'erased';
  const shown = data.filter(({ state }) => showsPast || state === 'current');
  const inGroup = shown.filter((one) => isIn(group, one));
  return (
    <Page
      title={say('app.statements.title')}
      subtitle={<HostileText text={screen.case} />}
      acts={
        canAct && (
          <Button kind="main" icon="add" onPress={() => editor.write(newDraft(KIND_GROUPS[group][0]))}>
            {say('app.statements.new')}
          </Button>
        )
      }
    >
      {item?.practice === true && <Banner tone="practice">{say('app.cases.practiceBanner')}</Banner>}
      <div className={joinClasses(styles['bar'])}>
        <p className={joinClasses(styles['intro'])}>{say('app.statements.intro')}</p>
        <Switch label={say('app.statements.showPast')} isSelected={showsPast} onChange={setShowsPast} />
      </div>
      <Tabs selectedKey={group} onSelectionChange={(key) => setGroup(GROUP_NAMES.find((name) => name === key) ?? 'persons')}>
        <TabList className={joinClasses(styles['tabs'])} aria-label={say('app.statements.groups')}>
          {GROUP_NAMES.map((name) => (
            <PanelTab key={name} id={name}>
              {say(`app.statements.group.${name}`)} <Badge>{formats.number(shown.filter((one) => isIn(name, one)).length)}</Badge>
            </PanelTab>
          ))}
        </TabList>
        <TabPanel key={group} id={group} className={joinClasses(styles['panel'])}>
          {inGroup.length === 0 ? (
            <EmptyState icon="list" title={say('app.statements.none')}>
              {say(group === 'findings' ? 'app.statements.noneFindings' : 'app.statements.noneHelp')}
            </EmptyState>
          ) : (
            <StatementTable
              reference={screen.case}
              label={say(`app.statements.group.${group}`)}
              statements={inGroup}
              things={things}
              canAct={canAct}
              onChange={editor.onChange}
              onWithdraw={editor.onWithdraw}
              onAssess={editor.onAssess}
            />
          )}
        </TabPanel>
      </Tabs>
      <StatementDialogs reference={screen.case} things={things} editor={editor} />
    </Page>
  );
}

function isIn(group: KindGroup, { statement }: CaseStatement): boolean {
  return KIND_GROUPS[group].some((kind) => kind === statement.content.kind);
}
