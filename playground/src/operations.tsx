import { pick, QueryEditor, useGraphiQL, useGraphiQLActions, VariableEditor } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { useReadable } from './editors';
import { useTexts } from './language';
import { Later } from './later';
import { OpeningNote } from './openingnote';
import { purpose } from './recipe';
import { DryRun, Switches } from './switches';

/** The widgets of forms are loaded after the page. */
const loadForm = () => import('./form/form').then(({ Form }) => ({ default: Form }));
const none = {};

/** The open operations, and the current one. */
export function Operations({ ready, onRun }: { ready: boolean; onRun(): void }) {
  const t = useTexts();
  const { queryEditor, variableEditor, isFetching } = useGraphiQL(pick('queryEditor', 'variableEditor', 'isFetching'));
  const { run, stop, prettifyEditors } = useGraphiQLActions();
  useReadable(queryEditor, t.operation);
  useReadable(variableEditor, t.variables);
  const start = () => {
    onRun();
    run();
  };
  return (
    <section id="operation" className="operation" tabIndex={-1} aria-labelledby="operation-title">
      <h2 id="operation-title">{t.operation}</h2>
      <Tabs />
      <OpeningNote />
      {ready && <Later load={loadForm} props={none} />}
      <Switches />
      <div className="toolbar">
        <button type="button" className="primary run" onClick={isFetching ? stop : start}>
          {isFetching ? t.stop : t.run}
        </button>
        <DryRun />
      </div>
      <div className="head">
        <h3>{t.asGraphQL}</h3>
        <button type="button" onClick={() => void prettifyEditors()}>
          {t.tidy}
        </button>
      </div>
      <div className="editor" lang="en">
        {ready && <QueryEditor tabIndex={-1} />}
      </div>
      <h3>{t.variables}</h3>
      <div className="editor variables" lang="en">
        {ready && <VariableEditor tabIndex={-1} />}
      </div>
    </section>
  );
}

function Tabs() {
  const t = useTexts();
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const { addTab, changeTab, closeTab } = useGraphiQLActions();
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const active = list.current?.children[activeTabIndex] as HTMLElement | undefined;
    list.current?.scrollTo({ left: (active?.offsetLeft ?? 0) - list.current.offsetLeft - 48 });
  }, [activeTabIndex, tabs.length]);
  return (
    <ul ref={list} className="tabs" aria-label={t.openOperations}>
      {tabs.map((tab, i) => {
        const title = purpose(tab.query) ?? tab.operationName ?? t.untitled;
        return (
          <li key={tab.id} data-active={i === activeTabIndex || undefined}>
            <button type="button" className="tab" title={title} aria-current={i === activeTabIndex || undefined} onClick={() => changeTab(i)}>
              {title}
            </button>
            {tabs.length > 1 && (
              <button type="button" aria-label={t.closeTab(title)} onClick={() => closeTab(i)}>
                ×
              </button>
            )}
          </li>
        );
      })}
      <li>
        <button type="button" aria-label={t.newTab} title={t.newTab} onClick={addTab}>
          +
        </button>
      </li>
    </ul>
  );
}
