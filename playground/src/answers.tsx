import { pick, ResponseEditor, useGraphiQL } from '@graphiql/react';
import { useEffect, useMemo, useState } from 'react';
import { useReadable } from './editors';
import { FindingList } from './findinglist';
import { findings } from './findings';
import { useTexts } from './language';
import { readReading } from './reading';
import { unreachable, type Answer } from './service';
import type { Texts } from './texts';
import { useWork } from './work';

/** An operation as it was sent. The text in the tab may have changed since. */
interface Run {
  mutation: boolean;
  dryRun: boolean;
}

/** The response to the open operation: first in words, then as JSON. */
export function Answers({ ready }: { ready: boolean }) {
  const t = useTexts();
  const { tabs, activeTabIndex, isFetching, responseEditor } = useGraphiQL(pick('tabs', 'activeTabIndex', 'isFetching', 'responseEditor'));
  const tab = tabs[activeTabIndex];
  const answer = useMemo(() => readAnswer(tab?.response), [tab?.response]);
  const run = useRun();
  const found = answer ? findings(answer).filter((f) => f.code !== unreachable) : []; // the outcome says that
  useReadable(responseEditor, t.asJSON);
  return (
    <section className="answer" aria-labelledby="answer-title">
      <h2 id="answer-title">{t.answer}</h2>
      <div role="status" className="outcome" data-outcome={isFetching ? 'asking' : (answer && outcomeName(answer, found.length > 0)) ?? 'none'}>
        <p>{isFetching ? t.asking : answer ? outcome(t, answer, run) : t.nothingYet}</p>
        {found.length > 0 && <p>{t.toMend(found.length)}</p>}
      </div>
      <FindingList findings={found} />
      <h3>{t.asJSON}</h3>
      <div className="editor" lang="en">
        {ready && <ResponseEditor tabIndex={-1} />}
      </div>
    </section>
  );
}

/** Records each tab's operation when it is sent. */
function useRun(): Run | undefined {
  const { tabs, activeTabIndex, isFetching, queryEditor } = useGraphiQL(pick('tabs', 'activeTabIndex', 'isFetching', 'queryEditor'));
  const { operationName } = useWork();
  const [runs, setRuns] = useState<Record<string, Run>>({});
  const id = tabs[activeTabIndex]?.id ?? '';
  useEffect(() => {
    if (!isFetching) return;
    const reading = readReading({ text: queryEditor?.getValue() ?? '', variables: {} }, operationName);
    setRuns((before) => ({ ...before, [id]: { mutation: reading?.mutation ?? false, dryRun: reading?.dryRun ?? false } }));
  }, [isFetching]);
  return runs[id];
}

function readAnswer(response: string | null | undefined): Answer | undefined {
  try {
    const answer: unknown = JSON.parse(response ?? '');
    return typeof answer === 'object' && answer !== null ? answer : undefined;
  } catch {
    return undefined;
  }
}

function failed(answer: Answer): boolean {
  return findings(answer).some((f) => f.kind === 'error');
}

function outcomeName(answer: Answer, found: boolean): 'bad' | 'look' | 'good' {
  if (failed(answer)) return 'bad';
  return found ? 'look' : 'good';
}

function outcome(t: Texts, answer: Answer, run: Run | undefined): string {
  const keeps = run?.mutation && !run.dryRun;
  if (answer.errors?.[0]?.extensions?.code === unreachable) return keeps ? t.notKnown : t.notReached;
  if (failed(answer)) return keeps ? t.notKept : t.hasErrors;
  if (!run?.mutation) return t.answered;
  return run.dryRun ? t.trialDone : t.saved;
}
