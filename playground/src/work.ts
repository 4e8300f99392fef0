import { pick, useGraphiQL, useGraphiQLActions, type MonacoEditor } from '@graphiql/react';
import { useMemo } from 'react';
import { readJSON, writeJSON, type Path } from './form/json';
import type { Editors } from './reading';

/** The initial text of a tab, with and without a token. Opening an operation replaces it. */
const firstQueries = [
  '{\n  conferences(first: 3) {\n    nodes {\n      title\n      datesText\n    }\n  }\n}\n',
  '{\n  viewer {\n    name\n    role\n    permissions\n  }\n}\n',
];

export function firstQuery(signedIn: boolean): string {
  return firstQueries[Number(signedIn)] ?? '';
}

/** The operation in the open tab, and functions that change it. */
export interface Work extends Editors {
  operationName?: string | null;
  /** Changes the text in the open tab; the editor can undo it. */
  edit(change: (now: Editors) => Editors): void;
  /** Writes values at paths of the variables, and leaves the rest of their text as it is. */
  write(values: [path: Path, value: unknown][]): void;
  /** The variables as they are written; undefined while they can't be read. */
  readable?: Record<string, unknown>;
  /** Opens it in a tab of its own. */
  open(text: string, variables: string): void;
}

export function useWork(): Work {
  const { tabs, activeTabIndex, queryEditor, variableEditor } = useGraphiQL(pick('tabs', 'activeTabIndex', 'queryEditor', 'variableEditor'));
  const { addTab, updateActiveTabValues } = useGraphiQLActions();
  const tab = tabs[activeTabIndex];
  const variables = useMemo(() => readJSON(tab?.variables ?? ''), [tab?.variables]);
  // The tab learns of edits a little later than the editors. What is written here it learns at once.
  const tell = () => updateActiveTabValues({ query: queryEditor?.getValue() ?? '', variables: variableEditor?.getValue() ?? '' });
  return {
    text: tab?.query ?? '',
    variables: variables ?? {},
    readable: variables,
    operationName: tab?.operationName,
    write(values) {
      const before = variableEditor?.getValue() ?? '';
      if (!readJSON(before)) return;
      replace(variableEditor, values.reduce((text, [path, value]) => writeJSON(text, path, value), before));
      tell();
    },
    edit(change) {
      const before = readJSON(variableEditor?.getValue() ?? '');
      const now = { text: queryEditor?.getValue() ?? '', variables: before ?? {} };
      const after = change(now);
      replace(queryEditor, after.text);
      if (before && after.variables !== before) replace(variableEditor, writeVariables(after.variables));
      tell();
    },
    open(text, variablesText) {
      const there = queryEditor?.getValue() ?? '';
      if (there.trim() !== '' && !firstQueries.includes(there)) addTab();
      queryEditor?.setValue(text);
      variableEditor?.setValue(variablesText);
      tell();
    },
  };
}

/** Variables as text for the editor. */
export function writeVariables(variables: Record<string, unknown>): string {
  return Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2);
}

function replace(editor: MonacoEditor | undefined, text: string): void {
  const model = editor?.getModel();
  if (!editor || !model || model.getValue() === text) return;
  editor.pushUndoStop();
  editor.executeEdits('lectern', [{ range: model.getFullModelRange(), text }]);
  editor.pushUndoStop();
}
