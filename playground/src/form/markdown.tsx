import { useRef, useState } from 'react';
import { Button, Label, TextArea, TextField, Toolbar } from 'react-aria-components';
import { ask } from '../service';
import { useForm, useLabel, type FieldProps } from './context';
import { Below, LabelText, useErrors } from './control';
import { marked, type Tool } from './markup';
import { emptied } from './emptied';
import { useShown } from './simple';
import { useFormTexts } from './texts';

/** The tools, with their symbols; by default the first letter of the name, as in other programs. */
const tools: [Tool, string?][] = [['bold'], ['italic'], ['heading'], ['list', '•'], ['quote', '”'], ['link', '↗']];

/** A text with simple formatting: a toolbar that writes Markdown, and the text as the service renders it. */
export function MarkdownPart(props: FieldProps) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const { writes } = useForm();
  const label = useLabel(field);
  const shown = useShown(props);
  const text = typeof shown === 'string' ? shown : '';
  const area = useRef<HTMLTextAreaElement>(null);
  const [html, setHTML] = useState<string>(); // while the preview is shown
  const write = (next: string) => edit(path, next === '' ? emptied(props) : next);
  const apply = (tool: Tool) => {
    const field = area.current;
    if (!field) return;
    const after = marked(tool, field.value, field.selectionStart, field.selectionEnd, t.linkText);
    write(after.text);
    requestAnimationFrame(() => {
      field.focus();
      field.setSelectionRange(after.start, after.end);
    });
  };
  const preview = async () => {
    if (html !== undefined) return setHTML(undefined);
    if (text === '') return setHTML('');
    const query = `query Preview($text: Markdown!) @inContext(language: ${JSON.stringify(writes)}) { richText(markdown: $text) { html } }`;
    const answer = await ask({ query, variables: { text } });
    const rendered = (answer.data?.richText as { html: string } | null | undefined)?.html;
    setHTML(rendered === undefined ? `<p>${t.previewFailed}</p>` : rendered);
  };
  return (
    <TextField value={text} onChange={write} isRequired={field.required} isInvalid={useErrors(path).length > 0} validationBehavior="aria">
      <Label>
        <LabelText field={field} />
      </Label>
      <Toolbar aria-label={`${t.toolbar}: ${label}`} className="tools">
        {tools.map(([tool, sign]) => (
          <Button key={tool} aria-label={t.tools[tool]} className={`tool ${tool}`} isDisabled={html !== undefined} onPress={() => apply(tool)}>
            {sign ?? t.tools[tool][0]}
          </Button>
        ))}
        <Button className="tool" onPress={() => void preview()}>
          {html === undefined ? t.preview : t.write}
        </Button>
      </Toolbar>
      {html === undefined ? (
        <TextArea ref={area} rows={7} lang={writes} />
      ) : (
        <div className="rendered" role="region" aria-label={`${t.preview}: ${label}`} lang={writes} tabIndex={0}>
          {html === '' ? <p className="note">{t.emptyPreview}</p> : <div dangerouslySetInnerHTML={{ __html: html }} />}
        </div>
      )}
      <Below field={field} path={path} />
    </TextField>
  );
}
