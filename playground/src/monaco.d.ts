declare module 'monaco-editor/esm/vs/editor/browser/config/tabFocus.js' {
  /** Whether the key Tab leaves an editor; Monaco has no option for it. */
  export const TabFocus: { setTabFocusMode(leaves: boolean): void };
}
