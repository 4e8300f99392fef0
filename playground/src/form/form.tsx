import { pick, useGraphiQL } from '@graphiql/react';
import type { GraphQLSchema } from 'graphql';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useChanges } from '../changes';
import { localZone } from '../day';
import { useLanguage, useTexts } from '../language';
import { readReading } from '../reading';
import { ask, type Answer } from '../service';
import { useToken } from '../session';
import { useReachable } from '../connection';
import { useWork } from '../work';
import './form.css';
import './widgets.css';
import { FormContext, type FormState } from './context';
import { Documents, type Summary } from './documents';
import { typeWord } from './enumwords';
import { fieldErrors } from './errors';
import { FieldPart } from './field';
import { valueAt, type Path } from './json';
import { references } from './names';
import { operationFor } from './operations';
import { presentOf, subjectSelection, subjectsOf, writesFor, type Subject } from './subject';
import { useFormTexts } from './texts';
import { readVariables, type Variable } from './variables';

/** The variables of the open operation as a form, equivalent to their JSON. */
export function Form() {
  const t = useFormTexts();
  const { schema, tabs, activeTabIndex } = useGraphiQL(pick('schema', 'tabs', 'activeTabIndex'));
  const { text, operationName } = useWork();
  const tab = tabs[activeTabIndex];
  const variables = useMemo(() => (schema ? readVariables(schema, text, operationName) : undefined), [schema, text, operationName]);
  if (!schema) return /\$\w/.test(text) ? <p className="note">{t.noSchema}</p> : null;
  if (!variables || variables.length === 0) return null;
  return <Fields key={`${tab?.id} ${variables.map((v) => v.name).join()}`} schema={schema} variables={variables} answer={tab?.response ?? ''} />;
}

function Fields({ schema, variables, answer }: { schema: GraphQLSchema; variables: Variable[]; answer: string }) {
  const t = useFormTexts();
  const { noValue } = useTexts();
  const work = useWork();
  const documents = useDocuments(schema);
  const last = useRef<Record<string, unknown>>({});
  if (work.readable) last.current = work.readable;
  const values = last.current;
  const byHand = useRef(new Set<string>());
  const writes = readReading(work, work.operationName)?.language ?? 'da';
  const subjects = useMemo(() => subjectsOf(variables), [variables]);
  const { present, loaded, pickedFor } = usePresent(schema, documents, subjects, values, writes, byHand.current);
  const errors = useMemo(() => fieldErrors(readAnswer(answer), variables, noValue), [answer, variables, noValue]);
  const [subject] = subjects.map((s) => valueAt(values, s.id)).filter((id) => typeof id === 'string');
  const zone = useZone(documents, variables, values);
  const edit = (path: Path, value: unknown) => {
    byHand.current.add(String(path[0]));
    work.write([[path, value]]);
  };
  const state = { documents, writes, zone, subject, errors, picked: (path: Path, summary: Summary) => void pickedFor(path, summary) };
  if (!loaded) return <p className="note">{t.noSchema}</p>;
  return (
    <FormFrame state={state}>
      <section className="form" aria-labelledby="form-title">
        <div className="head">
          <h3 id="form-title">{t.title}</h3>
          <button type="button" onClick={() => work.write(variables.map(({ name }) => [[name], undefined]))}>
            {t.empty}
          </button>
        </div>
        <p role="status" className={work.readable ? undefined : 'note important'}>
          {work.readable ? '' : t.waits}
        </p>
        <fieldset disabled={!work.readable}>
          {inOrder(variables).map((v) => (
            <FieldPart key={v.name} field={v} path={[v.name]} value={values[v.name]} present={present[v.name]} edit={edit} />
          ))}
        </fieldset>
      </section>
    </FormFrame>
  );
}

/** The reason comes last, when there is something to give a reason for. */
function inOrder(variables: Variable[]): Variable[] {
  const last = (v: Variable) => Number(v.shape.is === 'basis') + 2 * Number(v.step.name === 'reason');
  return [...variables].sort((a, b) => last(a) - last(b));
}

/** The context of fields, also of those without an operation. */
export function FormFrame({ state, children }: { state: Omit<FormState, 'schema' | 'create'>; children: ReactNode }) {
  const t = useFormTexts();
  const language = useLanguage();
  const { open } = useWork();
  const schema = useGraphiQL((s) => s.schema);
  if (!schema) return null;
  const create = (type: string) => {
    const operation = operationFor(schema, 'create', type, t.makePurpose(typeWord(type, language)));
    return operation === undefined ? undefined : () => open(operation, '{\n  "fields": {}\n}');
  };
  return (
    <I18nProvider locale={language === 'da' ? 'da-DK' : 'en-GB'}>
      <FormContext value={{ ...state, schema, create }}>{children}</FormContext>
    </I18nProvider>
  );
}

/** The service's documents for the user: requested again after a change, and when the service is back. */
export function useDocuments(schema: GraphQLSchema): Documents {
  const token = useToken();
  const changed = useChanges();
  const reachable = useReachable();
  return useMemo(() => new Documents(schema, ask), [schema, token, changed, reachable]);
}

/** The values of an operation's documents, and what to write when another is picked. */
function usePresent(schema: GraphQLSchema, documents: Documents, subjects: Subject[], values: Record<string, unknown>, writes: string, byHand: Set<string>) {
  const work = useWork();
  const [present, setPresent] = useState<Record<string, unknown>>({});
  const [loaded, setLoaded] = useState(false); // else the fields would jump as they are filled in
  const changed = useChanges();
  const revisions = useRef({ changed, of: new Map<string, unknown>() }); // of the drafts that are shown, by id
  const latest = useRef({ work, values });
  latest.current = { work, values };
  const load = async (subject: Subject, id: string, type?: string) => {
    const of = type ?? (await documents.find(id))?.type;
    return of === undefined ? undefined : { type: of, draft: await documents.values(id, of, subjectSelection(schema, subject, of)) };
  };
  const ids = subjects.map((s) => valueAt(values, s.id)).map((id) => (typeof id === 'string' ? id : '')).join();
  useEffect(() => {
    let current = true;
    const look = async () => {
      const found: Record<string, unknown> = {};
      for (const [i, subject] of subjects.entries()) {
        const id = ids.split(',')[i];
        const loaded = id ? await load(subject, id) : undefined;
        if (!current || !id || !loaded?.draft) continue;
        Object.assign(found, presentOf(subject, loaded.draft));
        rebase(subject, id, loaded.draft.revision);
      }
      revisions.current.changed = changed;
      if (!current) return;
      setPresent(found);
      setLoaded(true);
    };
    void look();
    return () => {
      current = false;
    };
  }, [documents, subjects, ids]);
  /** After a change by the user, the form shows the newest version, and the next edit is based on that. */
  const rebase = ({ basis }: Subject, id: string, revision: unknown) => {
    const { work, values } = latest.current;
    const { changed: counted, of } = revisions.current;
    const before = of.get(id);
    of.set(id, revision);
    const own = counted !== changed; // otherwise others wrote it, and the edit must report a conflict
    if (basis && own && before !== undefined && before !== revision && valueAt(values, basis) === before) work.write([[basis, revision]]);
  };
  const pickedFor = async (path: Path, { id, type }: Summary) => {
    const subject = subjects.find((s) => s.id.join('.') === path.join('.'));
    const loaded = subject && (await load(subject, id, type));
    if (subject && loaded?.draft) latest.current.work.write(writesFor(schema, subject, type, loaded.draft, writes, byHand));
  };
  return { present, loaded, pickedFor };
}

/** The time zone of the documents in the variables, usually a conference's. Default: this device's. */
function useZone(documents: Documents, variables: Variable[], values: Record<string, unknown>): string {
  const [zone, setZone] = useState(localZone);
  const ids = [...new Set(variables.flatMap((v) => references(v, values[v.name])))].join();
  useEffect(() => {
    let current = true;
    void Promise.all(ids.split(',').filter(Boolean).map((id) => documents.find(id))).then((found) => {
      if (current) setZone(found.find((s) => s?.zone)?.zone ?? localZone());
    });
    return () => {
      current = false;
    };
  }, [documents, ids]);
  return zone;
}

function readAnswer(response: string): Answer {
  try {
    const answer: unknown = JSON.parse(response || '{}');
    return typeof answer === 'object' && answer !== null ? answer : {};
  } catch {
    return {};
  }
}
