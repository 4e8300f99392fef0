import { useState } from 'react';
import { Input, Label, ListBox, ListBoxItem, NumberField, Popover, Radio, RadioGroup, Button, Select, SelectValue, TextArea, TextField } from 'react-aria-components';
import { useLanguage } from '../language';
import { useForm, useLabel, type FieldProps } from './context';
import { Below, LabelText, Named, useErrors } from './control';
import { emptied } from './emptied';
import { inputOf } from './drafts';
import { readDuration, showDuration } from './duration';
import { wordOf } from './enumwords';
import { languageName, languages } from './languages';
import { useFormTexts } from './texts';

/** Fields with one simple value. */

/** The shown value of a field: that of the variables, or else that of the document. */
export function useShown({ field, value, present }: FieldProps): unknown {
  const { writes } = useForm();
  return value === undefined ? inputOf(field, present, writes) : value;
}

export function TextPart(props: FieldProps) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const { writes } = useForm();
  const shown = useShown(props);
  const lines = field.shape.is === 'text' && field.shape.lines;
  const reason = field.step.name === 'reason';
  return (
    <TextField
      value={typeof shown === 'string' ? shown : ''}
      onChange={(text) => edit(path, text === '' ? emptied(props) : text)}
      isRequired={field.required}
      isInvalid={useErrors(path).length > 0}
      validationBehavior="aria"
      autoComplete="off"
    >
      <Named field={field} path={path} help={reason ? t.reasonHelp : undefined}>
        {lines ? <TextArea rows={4} lang={writes} /> : <Input lang={writes} />}
      </Named>
    </TextField>
  );
}

export function NumberPart(props: FieldProps) {
  const { field, path, edit } = props;
  const shown = useShown(props);
  const whole = field.shape.is === 'number' && field.shape.whole;
  return (
    <NumberField
      value={typeof shown === 'number' ? shown : NaN}
      onChange={(n) => edit(path, Number.isNaN(n) ? emptied(props) : n)}
      formatOptions={{ maximumFractionDigits: whole ? 0 : 6, useGrouping: false }}
      isRequired={field.required}
      isInvalid={useErrors(path).length > 0}
      validationBehavior="aria"
      isWheelDisabled
    >
      <Named field={field} path={path}>
        <Input />
      </Named>
    </NumberField>
  );
}

/** Yes, no, or unset: the third matters if the service distinguishes false from null. */
export function YesNoPart(props: FieldProps) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const shown = useShown(props);
  const choices = [['true', t.yes], ['false', t.no], ...(field.required || field.type.toString().endsWith('!') ? [] : [['', t.notSaid]])] as const;
  return (
    <RadioGroup
      value={typeof shown === 'boolean' ? String(shown) : ''}
      onChange={(choice) => edit(path, choice === '' ? emptied(props) : choice === 'true')}
      orientation="horizontal"
      isInvalid={useErrors(path).length > 0}
      validationBehavior="aria"
    >
      <Named field={field} path={path}>
        <div className="choices">
          {choices.map(([value, words]) => (
            <Radio key={value} value={value}>
              {words}
            </Radio>
          ))}
        </div>
      </Named>
    </RadioGroup>
  );
}

export function ChoicePart(props: FieldProps) {
  const { field } = props;
  const language = useLanguage();
  const shown = useShown(props);
  if (field.shape.is === 'language') {
    const offered = typeof shown === 'string' && shown !== '' && !languages.includes(shown) ? [...languages, shown] : languages;
    return <OneOf {...props} choices={offered.map((tag) => [tag, languageName(tag, language)])} />;
  }
  if (field.shape.is !== 'choice') return null;
  const { type, values } = field.shape;
  return <OneOf {...props} choices={values.map((value) => [value, wordOf(type, value, language) ?? value])} />;
}

/** A list to choose one from. */
export function OneOf({ choices, ...props }: FieldProps & { choices: [value: string, words: string][] }) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const label = useLabel(field);
  const shown = useShown(props);
  const items = [...(field.required ? [] : [['', t.none] as [string, string]]), ...choices];
  return (
    <Select
      selectedKey={typeof shown === 'string' || typeof shown === 'number' ? String(shown) : field.required ? null : ''}
      onSelectionChange={(key) => edit(path, key === '' || key === null ? emptied(props) : typeof shown === 'number' || field.shape.is === 'version' ? Number(key) : key)}
      placeholder={t.none}
      isRequired={field.required}
      isInvalid={useErrors(path).length > 0}
      validationBehavior="aria"
    >
      <Label>
        <LabelText field={field} />
      </Label>
      <Button className="select">
        <SelectValue />
        <span aria-hidden="true">▾</span>
      </Button>
      <Below field={field} path={path} />
      <Popover className="popover" offset={2}>
        <ListBox aria-label={label} items={items.map(([id, words]) => ({ id, words }))}>
          {({ id, words }) => <ListBoxItem id={id}>{words}</ListBoxItem>}
        </ListBox>
      </Popover>
    </Select>
  );
}

export function DurationPart(props: FieldProps) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const shown = useShown(props);
  const written = typeof shown === 'string' ? (showDuration(shown) ?? shown) : '';
  const [draft, setDraft] = useState<string>(); // what can't be read yet
  const bad = draft !== undefined && draft !== '' && readDuration(draft) === undefined;
  const errors = useErrors(path);
  return (
    <TextField
      value={draft ?? written}
      onChange={(text) => {
        setDraft(text);
        if (text.trim() === '') edit(path, emptied(props));
        else if (readDuration(text)) edit(path, readDuration(text));
      }}
      onBlur={() => bad || setDraft(undefined)}
      isRequired={field.required}
      isInvalid={bad || errors.length > 0}
      validationBehavior="aria"
      autoComplete="off"
      inputMode="numeric"
    >
      <Named field={field} path={path} help={t.durationHelp} wrong={bad ? t.badDuration : undefined}>
        <Input />
      </Named>
    </TextField>
  );
}
