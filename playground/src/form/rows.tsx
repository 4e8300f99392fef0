import { useState } from 'react';
import { Button, GridList, GridListItem, useDragAndDrop, type Key } from 'react-aria-components';
import { useFormTexts } from './texts';

export interface Row {
  id: Key;
  name: string;
}

interface RowsProps {
  label: string;
  rows: Row[];
  onMove(from: number, to: number): void;
  onOpen?(index: number): void;
  onRemove?(index: number): void;
}

/** Items by their names, which can be reordered by dragging, by the drag handle's keys, or by a button. */
export function Rows({ label, rows, onMove, onOpen, onRemove }: RowsProps) {
  const t = useFormTexts();
  const [said, setSaid] = useState('');
  const at = (id: Key) => rows.findIndex((row) => row.id === id);
  const move = (from: number, to: number) => {
    if (to < 0 || to >= rows.length || from === to) return;
    onMove(from, to);
    setSaid(t.moved(rows[from]!.name, to + 1));
  };
  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': rows[at(key as Key)]?.name ?? '' })),
    onReorder: ({ keys, target }) => {
      const from = at([...keys][0] as Key);
      const to = at(target.key) + (target.dropPosition === 'after' ? 1 : 0);
      move(from, from < to ? to - 1 : to);
    },
  });
  return (
    <>
      <GridList aria-label={label} items={rows} dragAndDropHooks={dragAndDropHooks} keyboardNavigationBehavior="tab" dependencies={[rows]} renderEmptyState={() => <p className="note">{t.emptyList}</p>}>
        {({ id, name }) => {
          const i = at(id);
          return (
            <GridListItem id={id} textValue={name}>
              <Button slot="drag" aria-label={t.drag(name)}>
                ⠿
              </Button>
              <span className="title">{name}</span>
              <Button aria-label={t.up(name)} isDisabled={i === 0} onPress={() => move(i, i - 1)}>
                ↑
              </Button>
              <Button aria-label={t.down(name)} isDisabled={i === rows.length - 1} onPress={() => move(i, i + 1)}>
                ↓
              </Button>
              {onOpen && (
                <Button aria-label={t.editItem(name)} onPress={() => onOpen(i)}>
                  ✎
                </Button>
              )}
              {onRemove && (
                <Button aria-label={t.removeItem(name)} onPress={() => onRemove(i)}>
                  ×
                </Button>
              )}
            </GridListItem>
          );
        }}
      </GridList>
      <p role="status" className="moved">
        {said}
      </p>
    </>
  );
}

/** A list with an item at another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, i) => i !== from);
  return [...rest.slice(0, to), items[from]!, ...rest.slice(to)];
}
