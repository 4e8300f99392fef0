import { useState } from 'react';
import { changes } from './changes';
import { noValue, type Finding } from './findings';
import { placeWords } from './form/labels';
import { useLanguage, useTexts } from './language';
import { ask } from './service';
import { useWork } from './work';

/** The findings of a response, each with its place. */
export function FindingList({ findings }: { findings: Finding[] }) {
  return (
    findings.length > 0 && (
      <ul className="findings">
        {findings.map((finding, i) => (
          <Item key={i} finding={finding} />
        ))}
      </ul>
    )
  );
}

function Item({ finding }: { finding: Finding }) {
  const t = useTexts();
  const language = useLanguage();
  return (
    <li data-kind={finding.kind}>
      <strong>{finding.input ? t.toCorrect : t.kindOf[finding.kind]}</strong> {finding.path && <span className="path">{placeWords(finding.path, language) || t.wholeDocument}</span>}
      {finding.message && <p>{finding.message === noValue ? t.noValue : finding.message}</p>}
      {finding.conflict && <Conflict conflict={finding.conflict} />}
      {finding.code && <code className="code">{finding.code}</code>}
    </li>
  );
}

function Conflict({ conflict }: { conflict: NonNullable<Finding['conflict']> }) {
  const t = useTexts();
  return (
    <>
      <dl>
        {(['base', 'theirs', 'mine'] as const).map((side) => (
          <div key={side}>
            <dt>{t[side]}</dt>
            <dd>{conflict[side] ?? <em>{t.emptyValue}</em>}</dd>
          </div>
        ))}
      </dl>
      {conflict.overlaps && <p>{t.bothChanged}</p>}
      <Mend />
    </>
  );
}

/** Bases the edit on the newest version: the editor has seen both sides, and runs it again. */
function Mend() {
  const t = useTexts();
  const work = useWork();
  const [revision, setRevision] = useState<number>();
  const { id, expectedRevision } = work.variables;
  if (typeof id !== 'string' || expectedRevision === undefined) return null;
  const mend = async () => {
    const answer = await ask({ query: 'query Newest($id: ID!) { draft(id: $id) { revision } }', variables: { id } });
    const newest = (answer.data?.draft as { revision: number } | null | undefined)?.revision;
    if (newest === undefined) return;
    work.edit(({ text, variables }) => ({ text, variables: { ...variables, expectedRevision: newest } }));
    setRevision(newest);
    changes.saw(); // the form shows what the others wrote
  };
  return (
    <div role="status">
      {revision === undefined ? (
        <button type="button" onClick={() => void mend()}>
          {t.mendConflict}
        </button>
      ) : (
        <p>{t.mended(revision)}</p>
      )}
    </div>
  );
}
