import { useId } from 'react';
import { instant, localZone } from './day';
import { languageName } from './form/languages';
import { useLanguage, useTexts } from './language';
import { readReading, writeReading, type Reading } from './reading';
import { useWork } from './work';

const languages = ['da', 'en', 'sv', 'nb', 'de'];

/** How the operation is read: each switch writes its directive into the operation. */
export function Switches() {
  const t = useTexts();
  const page = useLanguage();
  const id = useId();
  const work = useWork();
  const reading = readReading(work, work.operationName);
  const write = (change: Partial<Reading>) => work.edit((now) => writeReading(now, change, work.operationName));
  const query = reading?.mutation === false;
  const offered = reading?.language && !languages.includes(reading.language) ? [...languages, reading.language] : languages;
  return (
    <fieldset className="switches" disabled={!reading}>
      <legend>{t.reading}</legend>
      <div>
        <label htmlFor={`${id}-language`}>{t.language}</label>
        <select id={`${id}-language`} value={reading?.language ?? ''} onChange={(event) => write({ language: event.currentTarget.value || undefined })}>
          <option value="">{t.asBefore}</option>
          {offered.map((l) => (
            <option key={l} value={l}>
              {languageName(l, page)}
            </option>
          ))}
        </select>
      </div>
      {!reading?.mutation && (
        <>
          <label className="switch">
            <input type="checkbox" disabled={!query} checked={reading?.preview ?? false} onChange={(event) => write({ preview: event.currentTarget.checked || undefined })} />
            {t.preview} <code>preview</code>
          </label>
          <div>
            <label htmlFor={`${id}-at`}>{t.at}</label>
            <input id={`${id}-at`} type="datetime-local" disabled={!query} value={localTime(reading?.at)} onChange={(event) => write({ at: chosen(event.currentTarget.value) })} />
            {reading?.at && (
              <button type="button" onClick={() => write({ at: undefined })}>
                {t.now}
              </button>
            )}
          </div>
        </>
      )}
    </fieldset>
  );
}

/** Whether a change is only tried: beside the button that runs it. */
export function DryRun() {
  const t = useTexts();
  const work = useWork();
  const reading = readReading(work, work.operationName);
  if (!reading?.mutation) return null;
  return (
    <label className="switch">
      <input type="checkbox" checked={reading.dryRun} onChange={(event) => work.edit((now) => writeReading(now, { dryRun: event.currentTarget.checked }, work.operationName))} />
      {t.dryRun} <code>@dryRun</code>
    </label>
  );
}

function chosen(local: string): string | undefined {
  const [day, time] = local.split('T');
  return day && time ? instant(day, time.slice(0, 5), localZone()) : undefined;
}

/** An instant for the date field: in this device's time zone. */
function localTime(at: string | undefined): string {
  const then = new Date(at ?? '');
  if (Number.isNaN(then.getTime())) return '';
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
