import { useEffect, useRef, useState, type FocusEvent } from 'react';
import { Autocomplete, Button, Group, Input, Label, ListBox, ListBoxItem, Text, TextField, type Key } from 'react-aria-components';
import { useReachable } from '../connection';
import { useLanguage } from '../language';
import { useToken } from '../session';
import { useForm, useLabel, useSummary, type FieldProps } from './context';
import { Below, LabelText, useErrors } from './control';
import { titleIn, type Summary } from './documents';
import { typeWord, wordOf } from './enumwords';
import type { Reference as ReferenceTo } from './reference';
import type { Field } from './shape';
import { useFormTexts } from './texts';
import { Thumbnail } from './thumbnail';
import { emptied } from './emptied';
import { TextPart, useShown } from './simple';

/** The document that a field refers to, by its title, and a search for another. */
const nothing: ReferenceTo = { types: [], any: false };

/** The field for a document: a search, for users who may read drafts. */
export function DocumentPart(props: FieldProps) {
  return useToken() === '' ? <TextPart {...props} /> : <Reference {...props} />;
}

function Reference(props: FieldProps) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const { picked } = useForm();
  const shown = useShown(props);
  const by = field.shape.is === 'document' ? field.shape.by : 'id';
  const reference = field.shape.is === 'document' ? field.shape.reference : nothing;
  const key = typeof shown === 'string' ? shown : '';
  const summary = useSummary(key, by === 'slug' || reference.step ? reference.types[0] : undefined);
  const [choosing, setChoosing] = useState(false);
  const reachable = useReachable();
  const label = useLabel(field);
  const errors = useErrors(path);
  const wrong = errors.length > 0;
  const { group, focusNext } = useFocusAfter(key);
  const choose = (chosen: Summary) => {
    focusNext();
    setChoosing(false);
    edit(path, by === 'slug' ? chosen.slug : chosen.id);
    picked(path, chosen);
  };
  if (key === '' || choosing) return <Search field={field} path={path} reference={reference} autoFocus={choosing} wrong={wrong} onPick={choose} />;
  return (
    <Group ref={group} tabIndex={-1} aria-label={label} className="reference" data-invalid={wrong || undefined}>
      <span className="label">
        <LabelText field={field} />
      </span>
      <div className="picked">
        {summary ? <Shown summary={summary} /> : <span className="title">{summary === null ? (key.includes('/') ? key : reachable ? t.unknown : t.offline) : t.searching}</span>}
        <Button onPress={() => setChoosing(true)}>{t.another}</Button>
        {!field.required && <Button onPress={() => edit(path, emptied(props))}>{t.remove}</Button>}
      </div>
      {wrong && <p className="react-aria-FieldError">{errors.join(' ')}</p>}
      <details className="id">
        <summary>{t.showId}</summary>
        <code>{key}</code>
      </details>
    </Group>
  );
}

/** Focuses a group after a choice in it changes the value, since the focused element is then removed. */
export function useFocusAfter(value: unknown) {
  const group = useRef<HTMLDivElement>(null);
  const due = useRef(false);
  useEffect(() => {
    if (due.current) group.current?.focus();
    due.current = false;
  }, [value]);
  return { group, focusNext: () => void (due.current = true) };
}

/** A document as a picker shows it: picture, title, type, date and state. */
export function Shown({ summary }: { summary: Summary }) {
  const language = useLanguage();
  const day = summary.date && new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: summary.action ? 'short' : undefined, timeZone: summary.date.length > 10 ? summary.zone : 'UTC' }).format(new Date(summary.date));
  const what = summary.action ? wordOf('Action', summary.action, language) : summary.kind ? wordOf('AssetKind', summary.kind, language) : typeWord(summary.type, language);
  const facts = [what, day, summary.state && wordOf('PublicationState', summary.state, language)];
  return (
    <>
      <Thumbnail summary={summary} />
      <span className="words">
        <span className="title">{titleIn(summary, language)}</span>
        <span className="facts">{facts.filter(Boolean).join(' · ')}</span>
      </span>
    </>
  );
}

interface SearchProps {
  reference: ReferenceTo;
  /** The field for the document; absent without one. */
  field?: Field;
  path?: FieldProps['path'];
  help?: string;
  label?: string;
  autoFocus?: boolean;
  wrong?: boolean;
  onPick(summary: Summary): void;
}

/** A search for documents by their titles and texts. The results are below the field while it has the focus. */
export function Search({ field, path = [], reference, label, help, autoFocus, wrong, onPick }: SearchProps) {
  const t = useFormTexts();
  const language = useLanguage();
  const { create } = useForm();
  const [words, setWords] = useState('');
  const [open, setOpen] = useState(false);
  const found = useFound(words, reference, open);
  const [only] = reference.types.length === 1 ? reference.types : [];
  const make = only && create(only);
  const choose = (key: Key) => {
    const chosen = found?.find(({ id }) => id === key);
    if (!chosen) return;
    setWords('');
    setOpen(false);
    onPick(chosen);
  };
  const leave = (event: FocusEvent<HTMLElement>) => event.currentTarget.contains(event.relatedTarget) || setOpen(false);
  return (
    <div className="search" onFocus={() => setOpen(true)} onBlur={leave} onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}>
      <Autocomplete inputValue={words} onInputChange={(text) => (setWords(text), setOpen(true))}>
        <TextField isRequired={field?.required} isInvalid={wrong} validationBehavior="aria" autoFocus={autoFocus} autoComplete="off">
          <Label>{label ?? (field && <LabelText field={field} />)}</Label>
          <Input placeholder={t.pick(only ? typeWord(only, language) : t.document)} />
          {field ? <Below field={field} path={path} /> : help && <Text slot="description" className="help">{help}</Text>}
        </TextField>
        {open && (
          <ListBox<Summary> aria-label={t.found} items={found ?? []} onAction={choose} renderEmptyState={() => <p className="note">{found ? t.noneFound : t.searching}</p>}>
            {(summary) => (
              <ListBoxItem id={summary.id} textValue={titleIn(summary, language)} className="react-aria-ListBoxItem found">
                <Shown summary={summary} />
              </ListBoxItem>
            )}
          </ListBox>
        )}
      </Autocomplete>
      {make && (
        <Button className="start" onPress={make}>
          {t.makeNew(typeWord(only, language))}
        </Button>
      )}
    </div>
  );
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The newest documents whose titles have the words, then those that the service finds by their texts; undefined while searching. */
function useFound(words: string, { types, kind }: ReferenceTo, asked: boolean): Summary[] | undefined {
  const { documents } = useForm();
  const [found, setFound] = useState<Summary[]>();
  const key = types.join();
  useEffect(() => {
    if (!asked) return;
    let current = true;
    const wanted = plain(words).split(/\s+/).filter(Boolean);
    const look = async () => {
      const newest = (await documents.newest(types)).filter((s) => kind === undefined || s.kind === kind);
      const near = newest.filter((s) => wanted.every((w) => plain(typeof s.title === 'string' ? s.title : Object.values(s.title).join(' ')).includes(w)));
      if (current) setFound(near.length > 0 || wanted.length === 0 ? near.slice(0, 50) : undefined);
      if (wanted.length === 0) return;
      const more = await documents.search(words, types);
      const all = [...near, ...more.filter(({ id }) => !near.some((n) => n.id === id))];
      if (current) setFound(all.slice(0, 50));
    };
    const timer = setTimeout(() => void look(), wanted.length > 0 ? 150 : 0);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [documents, words, key, kind, asked]);
  return found;
}
