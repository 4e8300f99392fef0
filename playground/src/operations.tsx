import { pick, QueryEditor, useGraphiQL, useGraphiQLActions, useMonaco, VariableEditor, type MonacoEditor } from '@graphiql/react';
import { useEffect } from 'react';
import { useTexts } from './language';
import { OpeningNote } from './recipes';
import { Switches } from './switches';

/** The operations that are open, and the one that is worked on. */
export function Operations({ onRun }: { onRun(): void }) {
  const t = useTexts();
  const hasMonaco = useMonaco((state) => Boolean(state.monaco));
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
      <div className="only-narrow">
        <OpeningNote />
      </div>
      <Switches />
      <div className="toolbar">
        <button type="button" className="primary run" onClick={isFetching ? stop : start}>
          {isFetching ? t.stop : t.run}
        </button>
        <button type="button" onClick={() => void prettifyEditors()}>
          {t.tidy}
        </button>
      </div>
      <div className="editor" lang="en">
        {hasMonaco && <QueryEditor tabIndex={-1} />}
      </div>
      <h3>{t.variables}</h3>
      <div className="editor variables" lang="en">
        {hasMonaco && <VariableEditor tabIndex={-1} />}
      </div>
    </section>
  );
}

/** Gives an editor a name for screen readers, lets the key Tab leave it, and breaks long lines. */
export function useReadable(editor: MonacoEditor | undefined, label: string): void {
  useEffect(() => {
    editor?.updateOptions({ ariaLabel: label, tabFocusMode: true, wordWrap: 'on', tabIndex: 0, fontSize: 14, folding: false });
  }, [editor, label]);
}

function Tabs() {
  const t = useTexts();
  const { tabs, activeTabIndex } = useGraphiQL(pick('tabs', 'activeTabIndex'));
  const { addTab, changeTab, closeTab } = useGraphiQLActions();
  return (
    <ul className="tabs" aria-label={t.openOperations}>
      {tabs.map((tab, i) => {
        const title = tab.operationName ?? t.untitled;
        return (
          <li key={tab.id} data-active={i === activeTabIndex || undefined}>
            <button type="button" aria-current={i === activeTabIndex || undefined} onClick={() => changeTab(i)}>
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
