import { useHistory, useHistoryActions } from '@graphiql/plugin-history';
import { useTexts } from './language';
import { purpose } from './recipe';
import { useWork } from './work';

/** The operations that ran on this device. */
export function HistoryPanel() {
  const t = useTexts();
  const items = useHistory();
  const { deleteFromHistory } = useHistoryActions();
  const work = useWork();
  if (items.length === 0) return <p className="note">{t.noHistory}</p>;
  const newestFirst = [...items].reverse();
  return (
    <>
      <p className="note">{t.historyHelp}</p>
      <button type="button" onClick={() => newestFirst.forEach((item) => deleteFromHistory(item, true))}>
        {t.clearHistory}
      </button>
      <ul className="recipes">
        {newestFirst.map((item, i) => (
          <li key={i}>
            <button type="button" className="entry" onClick={() => work.open(item.query ?? '', item.variables ?? '')}>
              {purpose(item.query) ?? item.operationName ?? t.untitled}
              {item.variables && <code>{item.variables.replace(/\s+/g, ' ')}</code>}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
