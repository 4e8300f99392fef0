import type { ReactNode } from 'react';
import { FieldError, Label, Text } from 'react-aria-components';
import { useLanguage } from '../language';
import { useForm, useLabel, type FieldProps } from './context';
import { inputOf, otherLanguages } from './drafts';
import { languageName } from './languages';
import { useFormTexts } from './texts';

/** The common parts around a field's control: the name, the help, and the errors. */
export function Named({ children, ...props }: Below & { children: ReactNode }) {
  return (
    <>
      <Label>
        <LabelText field={props.field} />
      </Label>
      {children}
      <Below {...props} />
    </>
  );
}

interface Below extends Pick<FieldProps, 'field' | 'path'> {
  /** The page's own help for the field. */
  help?: string;
  /** The page's own error. */
  wrong?: string;
}

export function Below({ field, path, help, wrong }: Below) {
  return (
    <>
      <Help field={field} help={help} />
      <FieldError>{[...(wrong ? [wrong] : []), ...useErrors(path)].join(' ')}</FieldError>
    </>
  );
}

export function LabelText({ field }: Pick<FieldProps, 'field'>) {
  const t = useFormTexts();
  const label = useLabel(field);
  return (
    <>
      {label}
      {field.required && <span className="mark"> ({t.required})</span>}
      {!field.required && field.published && <span className="mark"> ({t.forPublishing})</span>}
    </>
  );
}

/** The schema's description of a field, only on an English page, since the schema is English. The page's own help takes precedence. */
function Help({ field, help }: Pick<FieldProps, 'field'> & { help?: string }) {
  const t = useFormTexts();
  const language = useLanguage();
  const max = 'max' in field.shape ? field.shape.max : undefined;
  const own = help ?? (max ? t.atMost(max) : '');
  const described = language === 'en' ? readable(field.description) : '';
  const text = [described, own].filter(Boolean).join(' ');
  return text ? (
    <Text slot="description" className="help">
      {text}
    </Text>
  ) : null;
}

/** A description without what the form shows itself: limits, requirements of publishing, and the JSON form of a value. */
function readable(description: string): string {
  return description
    .replace(/\s+/g, ' ')
    .replace(/ ?(Required for publishing|At most [\d,]+ characters)\./g, '')
    .replace(/: `(PT|\d{4}-\d\d-\d\d)[^`]*`|, with the UTC offset of its place/g, '')
    .trim();
}

/** The errors of a field itself, without those of its parts. */
export function useErrors(path: FieldProps['path']): string[] {
  return useForm().errors.get(path.join('.')) ?? [];
}

/** A control with its extras: the text in other languages, and a reset to the document's value. */
export function Beside({ field, path, value, present, edit, children }: FieldProps & { children: ReactNode }) {
  const t = useFormTexts();
  const pageLanguage = useLanguage();
  const label = useLabel(field);
  const { writes } = useForm();
  const others = field.shape.is === 'text' || field.shape.is === 'markdown' ? otherLanguages(present, writes) : [];
  const changed = field.shape.is !== 'object' && value !== undefined && present !== undefined && JSON.stringify(value) !== JSON.stringify(inputOf(field, present, writes) ?? null);
  return (
    <div className="field" data-shape={field.shape.is} data-changed={changed || undefined}>
      <div className="control">{children}</div>
      {others.length > 0 && (
        <dl className="others">
          {others.map(([language, text]) => (
            <div key={language}>
              <dt>
                {languageName(language, pageLanguage)}
              </dt>
              <dd lang={language}>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {changed && (
        <p className="back">
          {t.changed}{' '}
          <button type="button" aria-label={t.undo(label)} onClick={() => edit(path, undefined)}>
            {t.undoShort}
          </button>
        </p>
      )}
    </div>
  );
}
