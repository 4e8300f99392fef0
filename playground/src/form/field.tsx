import { Disclosure, DisclosurePanel, Button, Heading, Group } from 'react-aria-components';
import { useEffect, useState } from 'react';
import { useLanguage } from '../language';
import { useForm, useLabel, type FieldProps } from './context';
import { Beside, LabelText } from './control';
import { DatePart } from './dates';
import { ListPart, OrderPart } from './list';
import { MarkdownPart } from './markdown';
import { DocumentPart } from './picker';
import type { Field } from './shape';
import { ChoicePart, DurationPart, NumberPart, OneOf, TextPart, useShown, YesNoPart } from './simple';
import { useFormTexts } from './texts';

/** A field of a form, by its shape. */
export function FieldPart(props: FieldProps) {
  return (
    <Beside {...props}>
      <Part {...props} />
    </Beside>
  );
}

function Part(props: FieldProps) {
  switch (props.field.shape.is) {
    case 'text':
      return <TextPart {...props} />;
    case 'markdown':
      return <MarkdownPart {...props} />;
    case 'number':
      return <NumberPart {...props} />;
    case 'yesno':
      return <YesNoPart {...props} />;
    case 'choice':
    case 'language':
      return <ChoicePart {...props} />;
    case 'instant':
    case 'day':
      return <DatePart {...props} />;
    case 'duration':
      return <DurationPart {...props} />;
    case 'document':
      return <DocumentPart {...props} />;
    case 'list':
      return <ListPart {...props} />;
    case 'order':
      return <OrderPart {...props} />;
    case 'object':
      return <ObjectPart {...props} />;
    case 'basis':
      return <BasisPart {...props} />;
    case 'version':
      return <VersionPart {...props} />;
    case 'json':
      return <OnlyJSON {...props} />;
  }
}

function ObjectPart(props: FieldProps) {
  const label = useLabel(props.field);
  if (props.field.name === 'fields' || props.field.name === 'input') return <ObjectFields {...props} />;
  return (
    <Group aria-label={label} className="object">
      <span className="label">
        <LabelText field={props.field} />
      </span>
      <ObjectFields {...props} />
    </Group>
  );
}

/** The number of fields that are shown at first; of more, only those that have a value or need one. */
const atOnce = 6;

export function ObjectFields({ field, path, value, present, edit }: FieldProps) {
  const t = useFormTexts();
  if (field.shape.is !== 'object') return null;
  const fields = field.shape.fields();
  const inside = (whole: unknown, name: string) => (typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>)[name] : undefined);
  const has = (f: Field) => [inside(value, f.name), inside(present, f.name)].some((v) => v !== undefined && v !== null && !(Array.isArray(v) && v.length === 0));
  const first = fields.length <= atOnce ? fields : fields.filter((f) => f.name !== 'slug' && (f.required || f.published || has(f)));
  const [shownAtFirst] = useState(() => new Set(first.map((f) => f.name)));
  const near = fields.filter((f) => shownAtFirst.has(f.name) || first.includes(f));
  const far = fields.filter((f) => !near.includes(f));
  const part = (f: Field) => <FieldPart key={f.name} field={f} path={[...path, f.name]} value={inside(value, f.name)} present={inside(present, f.name)} edit={edit} />;
  return (
    <>
      {near.map(part)}
      {far.length > 0 && (
        <Disclosure className="more">
          <Heading level={4}>
            <Button slot="trigger">{t.moreFields(far.length)}</Button>
          </Heading>
          <DisclosurePanel>{far.map(part)}</DisclosurePanel>
        </Disclosure>
      )}
    </>
  );
}

/** The version on which an edit is based; the page fills it in. */
function BasisPart(props: FieldProps) {
  const t = useFormTexts();
  const shown = useShown(props);
  return <p className="note">{typeof shown === 'number' ? t.basis(shown) : t.noBasis}</p>;
}

/** A former version of the document, by its time and author. */
function VersionPart(props: FieldProps) {
  const t = useFormTexts();
  const language = useLanguage();
  const { documents, subject, zone } = useForm();
  const [versions, setVersions] = useState<[string, string][]>([]);
  useEffect(() => {
    let current = true;
    if (!subject) return setVersions([]);
    const time = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: zone });
    void documents.versions(subject).then((found) => current && setVersions(found.map((v) => [String(v.revision), t.versionBy(time.format(new Date(v.time)), v.actor.name ?? '–')])));
    return () => {
      current = false;
    };
  }, [documents, subject, language, zone, t]);
  return <OneOf {...props} choices={versions} />;
}

function OnlyJSON({ field }: FieldProps) {
  const t = useFormTexts();
  return (
    <p>
      <LabelText field={field} />: {t.onlyJSON}
    </p>
  );
}
