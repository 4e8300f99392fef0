import { useRef, useState } from 'react';
import { Button, Checkbox, CheckboxGroup, Group, TextArea, TextField } from 'react-aria-components';
import { useLanguage } from '../language';
import { useForm, useLabel, type FieldProps } from './context';
import { LabelText, Named, useErrors } from './control';
import { inputOf } from './drafts';
import { emptiedList } from './emptied';
import { wordOf } from './enumwords';
import { ObjectFields } from './field';
import { withValue, type Path } from './json';
import { languageName, languages } from './languages';
import { useNames } from './names';
import { Search, useFocusAfter } from './picker';
import { moved, Rows } from './rows';
import type { Field } from './shape';
import { useShown } from './simple';
import { useFormTexts } from './texts';

/** Lists: of choices, of lines of text, and of ordered documents or objects. */
export function ListPart(props: FieldProps) {
  if (props.field.shape.is !== 'list') return null;
  const { item } = props.field.shape;
  switch (item.shape.is) {
    case 'choice':
    case 'language':
      return <SomeOf {...props} item={item} />;
    case 'document':
    case 'object':
      return <ItemList {...props} item={item} />;
  }
  return <Lines {...props} item={item} />;
}

type Props = FieldProps & { item: Field };

function useItems(props: FieldProps): unknown[] {
  const shown = useShown(props);
  return Array.isArray(shown) ? (shown as unknown[]) : [];
}

function SomeOf({ item, ...props }: Props) {
  const { field, path, edit } = props;
  const language = useLanguage();
  const chosen = useItems(props).filter((v) => typeof v === 'string');
  const values = item.shape.is === 'choice' ? item.shape.values : [...new Set([...languages, ...chosen])];
  const words = (value: string) => (item.shape.is === 'choice' ? (wordOf(item.shape.type, value, language) ?? value) : languageName(value, language));
  return (
    <CheckboxGroup value={chosen} onChange={(next) => edit(path, next.length === 0 ? emptiedList(props) : next)} isInvalid={useErrors(path).length > 0} validationBehavior="aria">
      <Named field={field} path={path}>
        <div className="choices">
          {values.map((value) => (
            <Checkbox key={value} value={value}>
              <span className="box" aria-hidden="true" />
              {words(value)}
            </Checkbox>
          ))}
        </div>
      </Named>
    </CheckboxGroup>
  );
}

/** Texts or numbers, one per line. */
function Lines({ item, ...props }: Props) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const { writes } = useForm();
  const [draft, setDraft] = useState<string>(); // what is being typed: an empty line is no item yet
  const items = useItems(props);
  const numbers = item.shape.is === 'number';
  const read = (text: string) => text.split('\n').map((line) => line.trim()).filter(Boolean);
  const bad = numbers && draft !== undefined && read(draft).some((line) => !Number.isFinite(Number(line)));
  const write = (text: string) => {
    setDraft(text);
    const lines = read(text);
    const next = numbers ? lines.map(Number) : lines;
    if (numbers && next.some((n) => !Number.isFinite(n))) return;
    edit(path, next.length === 0 ? emptiedList(props) : next);
  };
  return (
    <TextField value={draft ?? items.join('\n')} onChange={write} onBlur={() => bad || setDraft(undefined)} isRequired={field.required} isInvalid={bad || useErrors(path).length > 0} validationBehavior="aria">
      <Named field={field} path={path} help={t.onePerLine} wrong={bad ? t.notNumbers : undefined}>
        <TextArea rows={3} lang={writes} />
      </Named>
    </TextField>
  );
}

function ItemList({ item, ...props }: Props) {
  const { field, path, value, present, edit } = props;
  const t = useFormTexts();
  const label = useLabel(field);
  const items = useItems(props);
  const names = useNames(item, items, t.item);
  const keys = useKeys(items.length);
  const [open, setOpen] = useState<number>();
  const errors = useErrors(path);
  const write = (next: unknown[]) => edit(path, next);
  // A list is replaced as a whole, so the first edit of the document's list writes all of it.
  const editItem = (at: Path, v: unknown) => (value === undefined ? write(withValue(items, at.slice(path.length), v) as unknown[]) : edit(at, v));
  const { group, focusNext } = useFocusAfter(items.length);
  const add = (one: unknown) => {
    focusNext();
    write([...items, one]);
    if (item.shape.is === 'object') setOpen(items.length);
  };
  const reference = item.shape.is === 'document' ? item : item.shape.is === 'object' ? item.shape.fields().find((f) => f.shape.is === 'document') : undefined;
  return (
    <Group ref={open === undefined ? group : undefined} tabIndex={-1} aria-label={label} className="items" data-invalid={errors.length > 0 || undefined}>
      <span className="label">
        <LabelText field={field} />
      </span>
      <Rows
        label={label}
        rows={items.map((_, i) => ({ id: keys.current[i]!, name: names[i]! }))}
        onMove={(from, to) => {
          keys.current = moved(keys.current, from, to);
          setOpen(undefined);
          write(moved(items, from, to));
        }}
        onOpen={item.shape.is === 'object' ? (i) => setOpen(open === i ? undefined : i) : undefined}
        onRemove={(i) => {
          keys.current = keys.current.filter((_, at) => at !== i);
          setOpen(undefined);
          write(items.filter((_, at) => at !== i));
        }}
      />
      {open !== undefined && open < items.length && (
        <Group ref={group} tabIndex={-1} aria-label={t.itemTitle(names[open]!)} className="item">
          <p className="label">{t.itemTitle(names[open]!)}</p>
          <ObjectFields key={keys.current[open]} field={item} path={[...path, open]} value={items[open]} present={value === undefined && Array.isArray(present) ? present[open] : undefined} edit={editItem} />
        </Group>
      )}
      {reference?.shape.is === 'document' && (
        <Search
          reference={reference.shape.reference}
          label={t.addItem(label)}
          onPick={({ id }) => add(item.shape.is === 'document' ? id : { [reference.name]: id })}
        />
      )}
      {item.shape.is === 'object' && (
        <Button className="start" onPress={() => add({})}>{reference ? t.addEmpty : t.addItem(label)}</Button>
      )}
      {errors.length > 0 && <p className="react-aria-FieldError">{errors.join(' ')}</p>}
    </Group>
  );
}

/** Keys for the items of a list, which move with them. */
function useKeys(length: number) {
  const next = useRef(0);
  const keys = useRef<number[]>([]);
  while (keys.current.length < length) keys.current.push(next.current++);
  if (keys.current.length > length) keys.current = keys.current.slice(0, length);
  return keys;
}

/** The order of a document's list: indexes in the variables, names here. */
export function OrderPart(props: FieldProps) {
  const { field, path, value, present, edit } = props;
  const t = useFormTexts();
  const { writes } = useForm();
  const label = useLabel(field);
  const item = field.shape.is === 'order' ? field.shape.item : field;
  const raw = Array.isArray(present) ? (present as unknown[]) : [];
  const names = useNames(item, raw.map((one) => inputOf(item, one, writes)), t.item);
  const all = raw.map((_, i) => i);
  const order = Array.isArray(value) && [...value].sort((a, b) => a - b).join() === all.join() ? (value as number[]) : all;
  const errors = useErrors(path);
  return (
    <Group aria-label={label} className="items" data-invalid={errors.length > 0 || undefined}>
      <span className="label">
        <LabelText field={field} />
      </span>
      <Rows label={label} rows={order.map((i) => ({ id: i, name: names[i]! }))} onMove={(from, to) => edit(path, moved(order, from, to))} />
      {errors.length > 0 && <p className="react-aria-FieldError">{errors.join(' ')}</p>}
    </Group>
  );
}

