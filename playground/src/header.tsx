import { Account } from './account';
import { useReachable } from './connection';
import { texts, useTexts, type Language } from './language';
import { ask } from './service';

/** The page's header: the connection, the user, and the page's language. */
export function Header({ language, onLanguage }: { language: Language; onLanguage(language: Language): void }) {
  const t = useTexts();
  return (
    <header>
      <h1>{t.title}</h1>
      <Connection />
      <div className="choice" role="group" aria-label={t.languageOfPage}>
        {(Object.keys(texts) as Language[]).map((l) => (
          <button key={l} type="button" lang={l} aria-pressed={l === language} onClick={() => onLanguage(l)}>
            {l === 'da' ? 'Dansk' : 'English'}
          </button>
        ))}
      </div>
      <Account />
    </header>
  );
}

function Connection() {
  const t = useTexts();
  const reachable = useReachable();
  return (
    <div className="connection" data-reachable={reachable}>
      <span role="status">{reachable ? t.online : t.offline}</span>
      {!reachable && (
        <button type="button" onClick={() => void ask({ query: '{ viewer { role } }' })}>
          {t.tryAgain}
        </button>
      )}
    </div>
  );
}
