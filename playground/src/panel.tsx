import { DocExplorer } from '@graphiql/plugin-doc-explorer';
import { Explorer } from './explorer';
import { HistoryPanel } from './history';
import { useTexts } from './language';
import { Recipes } from './recipes';

export const panels = ['recipes', 'build', 'documentation', 'history'] as const;
export type PanelName = (typeof panels)[number];

/** What helps with an operation: one thing at a time. */
export function Panel({ name, onOpen }: { name: PanelName; onOpen(): void }) {
  const t = useTexts();
  return (
    <section className="panel" aria-labelledby="panel-title">
      <h2 id="panel-title">{t[name]}</h2>
      {name === 'recipes' && <Recipes onOpen={onOpen} />}
      {name === 'build' && <Explorer />}
      {name === 'documentation' && (
        <>
          <p>{t.documentationHelp}</p>
          <div lang="en">
            <DocExplorer />
          </div>
        </>
      )}
      {name === 'history' && <HistoryPanel />}
    </section>
  );
}
