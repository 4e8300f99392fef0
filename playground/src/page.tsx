import { DocExplorerStore } from '@graphiql/plugin-doc-explorer';
import { HistoryStore } from '@graphiql/plugin-history';
import { GraphiQLProvider, useGraphiQL } from '@graphiql/react';
import type { Fetcher } from '@graphiql/toolkit';
import { useEffect, useState } from 'react';
import { Answers } from './answers';
import { changes } from './changes';
import { editorTheme, useMonacoReady } from './editors';
import { findings } from './findings';
import { Header } from './header';
import { keepLanguage, LanguageContext, preferredLanguage, texts, useTexts, type Language } from './language';
import { OpeningProvider } from './opening';
import { Operations } from './operations';
import { operationNames, readReading } from './reading';
import { panels, Panel, type PanelName } from './panel';
import { ask } from './service';
import { session } from './session';
import { firstQuery } from './work';

/** GraphiQL learns an operation's name a little after its text: a name that the text hasn't is that of the one before. */
const fetcher: Fetcher = async ({ query, variables, operationName }) => {
  const operation = { query, variables: variables as Record<string, unknown>, operationName: operationNames(query).find((name) => name === operationName) };
  const answer = await ask(operation);
  const reading = readReading({ text: query, variables: operation.variables ?? {} }, operation.operationName);
  if (reading?.mutation && !reading.dryRun && !findings(answer).some(({ kind }) => kind === 'error' || kind === 'conflict')) changes.saw();
  return answer;
};

/** The whole page. */
export function Page() {
  const [language, setLanguage] = useState(preferredLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = texts[language].title;
    keepLanguage(language);
  }, [language]);
  return (
    <LanguageContext value={language}>
      <GraphiQLProvider fetcher={fetcher} defaultQuery={firstQuery(session.token() !== '')} shouldPersistHeaders={false} editorTheme={editorTheme}>
        <HistoryStore maxHistoryLength={50}>
          <DocExplorerStore>
            <Frame language={language} onLanguage={setLanguage} />
          </DocExplorerStore>
        </HistoryStore>
      </GraphiQLProvider>
    </LanguageContext>
  );
}

/** On a narrow screen one view is shown at a time; on a wide one, a panel beside the work. */
type View = PanelName | 'operation' | 'answer';

function Frame({ language, onLanguage }: { language: Language; onLanguage(language: Language): void }) {
  const t = useTexts();
  const monacoReady = useMonacoReady();
  const ready = useGraphiQL((state) => Boolean(state.queryEditor && state.variableEditor && state.responseEditor));
  const [panel, setPanel] = useState<PanelName>('recipes');
  const [view, setView] = useState<View>('recipes');
  const show = (next: View) => {
    setView(next);
    if (next !== 'operation' && next !== 'answer') setPanel(next);
  };
  return (
    <OpeningProvider ready={ready} onOpen={() => show('operation')}>
      <div className="frame graphiql-container" data-view={view === 'operation' || view === 'answer' ? view : 'panel'}>
        <a className="skip" href="#operation" onClick={(event) => (event.preventDefault(), show('operation'), document.getElementById('operation')?.focus())}>
          {t.skipToOperation}
        </a>
        <Header language={language} onLanguage={onLanguage} />
        <nav className="views" aria-label={t.views}>
          {[...panels, 'operation' as const, 'answer' as const].map((name) => (
            <button key={name} type="button" className={`view-${name}`} aria-current={name === view || undefined} data-shown={name === panel || undefined} onClick={() => show(name)}>
              {t[name]}
            </button>
          ))}
        </nav>
        <main>
          <Panel name={panel} onOpen={() => show('operation')} />
          <Operations ready={monacoReady} onRun={() => show('answer')} />
          <Answers ready={monacoReady} />
        </main>
      </div>
    </OpeningProvider>
  );
}
