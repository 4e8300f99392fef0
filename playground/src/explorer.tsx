import { explorerPlugin } from '@graphiql/plugin-explorer';
import { useEffect, useRef, type KeyboardEvent } from 'react';

const { content: Tree } = explorerPlugin();

const toggles = 'span[data-field-name], [data-arg-name] > span:first-child';

/**
 * The explorer plug-in: the schema as a tree to choose from. Its parts can be clicked only
 * and have no names, so they get keys and names here.
 */
export function Explorer() {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tree = root.current!;
    const observer = new MutationObserver(() => describe(tree));
    observer.observe(tree, { childList: true, subtree: true });
    describe(tree);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={root} lang="en" className="explorer" onKeyDown={press}>
      <Tree />
    </div>
  );
}

function describe(tree: HTMLElement): void {
  for (const toggle of tree.querySelectorAll<HTMLElement>(toggles)) {
    toggle.tabIndex = 0;
    toggle.role = 'button';
  }
  for (const field of tree.querySelectorAll<HTMLElement>('input:not([aria-label]), select:not([aria-label])')) {
    field.ariaLabel = field.closest<HTMLElement>('[data-arg-name]')?.dataset.argName ?? field.getAttribute('placeholder') ?? 'Type of the operation to add';
  }
}

function press(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if ((event.key !== 'Enter' && event.key !== ' ') || !target.matches(toggles)) return;
  event.preventDefault();
  target.click();
}
