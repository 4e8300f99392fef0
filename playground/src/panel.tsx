import { DocExplorer } from '@graphiql/plugin-doc-explorer';
import { Explorer } from './explorer';
import { HistoryPanel } from './history';
import { useTexts } from './language';
import { Recipes } from './recipes';

export const panels = ['recipes', 'build', 'documentation', 'history'] as const;
export type PanelName = (typeof panels)[number];

/** The panel of aids for an operation, one at a time. */
export function Panel({ name }: { name: PanelName }) {
  const t = useTexts();
  return (
    <section className="panel" aria-labelledby="panel-title">
      <h2 id="panel-title">{t[name]}</h2>
      {name === 'recipes' && <Recipes />}
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
