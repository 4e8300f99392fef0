import { useGraphiQLActions, useMonaco, type MonacoEditor } from '@graphiql/react';
import { TabFocus } from 'monaco-editor/esm/vs/editor/browser/config/tabFocus.js';
import { useEffect, useState } from 'react';

/** The names of the editors' themes, by the device's preference. */
export const editorTheme = { light: 'lectern-light', dark: 'lectern-dark' };

/** Whether the editors can be shown: Monaco is loaded, has themes with enough contrast, and releases the focus. */
export function useMonacoReady(): boolean {
  const monaco = useMonaco((state) => state.monaco);
  const { setTheme } = useGraphiQLActions();
  const [ready, setReady] = useState(false);
  useEffect(() => {
    if (!monaco) return;
    const define = (name: string, base: 'vs' | 'vs-dark', background: string, argument: string, comment: string, soft: string) =>
      monaco.editor.defineTheme(name, {
        base,
        inherit: true,
        colors: { 'editor.background': background, 'editorLineNumber.foreground': soft, 'scrollbar.shadow': '#00000000' },
        rules: [
          { token: 'argument.identifier.gql', foreground: argument },
          { token: 'annotation', foreground: argument, fontStyle: 'bold' },
          { token: 'comment', foreground: comment },
        ],
      });
    define(editorTheme.light, 'vs', '#ffffff', '4a47b0', '2c6415', '#4c5661');
    define(editorTheme.dark, 'vs-dark', '#1e2227', 'aaa6ff', '9ccf86', '#b3bbc4');
    TabFocus.setTabFocusMode(true);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => setTheme(null); // the device's preference
    follow();
    dark.addEventListener('change', follow);
    setReady(true);
    return () => dark.removeEventListener('change', follow);
  }, [monaco, setTheme]);
  return ready;
}

/** Sets an editor's name for screen readers, wraps long lines, and does not highlight unusual characters. */
export function useReadable(editor: MonacoEditor | undefined, label: string): void {
  useEffect(() => {
    editor?.updateOptions({
      ariaLabel: label,
      wordWrap: 'on',
      tabIndex: 0,
      fontSize: 14,
      folding: false,
      renderFinalNewline: 'on',
      unicodeHighlight: { ambiguousCharacters: false },
    });
  }, [editor, label]);
}
