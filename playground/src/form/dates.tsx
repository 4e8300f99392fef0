import { getLocalTimeZone, parseAbsolute, parseDate, toZoned, type CalendarDate, type ZonedDateTime } from '@internationalized/date';
import {
  Button, Calendar, CalendarCell, CalendarGrid, CalendarGridBody, CalendarGridHeader, CalendarHeaderCell, DateInput, DatePicker, DateSegment, Dialog, Group, Heading, Popover, type DateValue,
} from 'react-aria-components';
import { useForm, type FieldProps } from './context';
import { Named, useErrors } from './control';
import { emptied } from './emptied';
import { useShown } from './simple';
import { useFormTexts } from './texts';

/** Days, and times in a time zone. */
export function DatePart(props: FieldProps) {
  const { field, path, edit } = props;
  const t = useFormTexts();
  const { zone } = useForm();
  const shown = useShown(props);
  const timed = field.shape.is === 'instant';
  const value = typeof shown === 'string' ? (timed ? readInstant(shown, zone) : readDay(shown)) : null;
  return (
    <DatePicker<DateValue>
      value={value}
      onChange={(chosen) => edit(path, chosen === null ? emptied(props) : timed ? writeInstant(chosen, zone) : chosen.toString())}
      granularity={timed ? 'minute' : 'day'}
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      isRequired={field.required}
      isInvalid={useErrors(path).length > 0}
      validationBehavior="aria"
    >
      <Named field={field} path={path} help={timed ? t.clock(zone) : undefined}>
        <Group className="date">
          <DateInput>{(segment) => <DateSegment segment={segment} />}</DateInput>
          <Button aria-label={t.openCalendar}>
            <CalendarIcon />
          </Button>
        </Group>
      </Named>
      <Popover className="popover" offset={2}>
        <Dialog>
          <Calendar>
            <header className="month">
              <Button slot="previous">‹</Button>
              <Heading />
              <Button slot="next">›</Button>
            </header>
            <CalendarGrid>
              <CalendarGridHeader>{(day) => <CalendarHeaderCell>{day}</CalendarHeaderCell>}</CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell date={date} />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}

/** An instant as local time in a zone; null if it is invalid. */
export function readInstant(text: string, zone: string): ZonedDateTime | null {
  try {
    return parseAbsolute(text, zone);
  } catch {
    return null;
  }
}

/** `2031-01-06T06:00:00+01:00`: a local time in a zone, in the service's format. */
export function writeInstant(chosen: DateValue, zone: string): string {
  return toZoned(chosen as ZonedDateTime, zone || getLocalTimeZone()).toString().replace(/\[.*$/, '');
}

export function readDay(text: string): CalendarDate | null {
  try {
    return parseDate(text);
  } catch {
    return null;
  }
}

function CalendarIcon() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d="M2 4h12v10H2zM2 7h12M5 2v3M11 2v3" />
    </svg>
  );
}
