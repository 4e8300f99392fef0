import { pick, tryParseJSONC, useGraphiQL, useGraphiQLActions, type MonacoEditor } from '@graphiql/react';
import { useMemo } from 'react';
import type { Editors } from './reading';

/** The operation in the tab that is open, and ways to write it. */
export interface Work extends Editors {
  operationName?: string | null;
  /** Writes into the tab that is open; the editor's undo takes it back. */
  write(editors: Editors): void;
  /** Opens it in a tab of its own. */
  open(text: string, variables: string): void;
}

export function useWork(): Work {
  const state = useGraphiQL(pick('tabs', 'activeTabIndex', 'queryEditor', 'variableEditor'));
  const { addTab } = useGraphiQLActions();
  const tab = state.tabs[state.activeTabIndex];
  const variables = useMemo(() => readVariables(tab?.variables), [tab?.variables]);
  return {
    text: tab?.query ?? '',
    variables: variables ?? {},
    operationName: tab?.operationName,
    write(editors) {
      replace(state.queryEditor, editors.text);
      if (editors.variables !== variables && variables) replace(state.variableEditor, writeVariables(editors.variables));
    },
    open(text, variablesText) {
      if (state.queryEditor?.getValue().trim()) addTab();
      state.queryEditor?.setValue(text);
      state.variableEditor?.setValue(variablesText);
    },
  };
}

/** Variables as they are written into the editor. */
export function writeVariables(variables: Record<string, unknown>): string {
  return Object.keys(variables).length === 0 ? '' : JSON.stringify(variables, null, 2);
}

function readVariables(text: string | null | undefined): Record<string, unknown> | undefined {
  try {
    return tryParseJSONC(text ?? '') ?? {};
  } catch {
    return undefined; // half written
  }
}

function replace(editor: MonacoEditor | undefined, text: string): void {
  const model = editor?.getModel();
  if (!editor || !model || model.getValue() === text) return;
  editor.pushUndoStop();
  editor.executeEdits('lectern', [{ range: model.getFullModelRange(), text }]);
  editor.pushUndoStop();
}
