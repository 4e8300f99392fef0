import { useGraphiQL } from '@graphiql/react';
import type { GraphQLSchema } from 'graphql';
import { localZone } from '../day';
import { useLanguage } from '../language';
import { useWork, writeVariables } from '../work';
import { titleIn, type Summary } from './documents';
import { FormFrame, useDocuments } from './form';
import { operationFor } from './operations';
import { Search } from './picker';
import { draftTypes } from './reference';
import { useFormTexts } from './texts';

const noErrors = new Map<string, string[]>();

/** Finds a document of any type, and opens the operation that edits it. */
export default function Correct({ onOpen }: { onOpen(): void }) {
  const schema = useGraphiQL((s) => s.schema);
  return schema ? <Finder schema={schema} onOpen={onOpen} /> : null;
}

function Finder({ schema, onOpen }: { schema: GraphQLSchema; onOpen(): void }) {
  const t = useFormTexts();
  const language = useLanguage();
  const work = useWork();
  const documents = useDocuments(schema);
  const open = (summary: Summary) => {
    const operation = operationFor(schema, 'update', summary.type, t.correctPurpose(titleIn(summary, language)));
    if (operation === undefined) return;
    work.open(operation, writeVariables({ id: summary.id, fields: {}, expectedRevision: summary.revision }));
    onOpen();
    document.getElementById('operation')?.focus();
  };
  return (
    <FormFrame state={{ documents, writes: language, zone: localZone(), errors: noErrors, picked: () => {} }}>
      <div className="correct">
        <Search reference={{ types: draftTypes(schema), any: true }} label={t.correct} help={t.correctHelp} onPick={open} />
      </div>
    </FormFrame>
  );
}
