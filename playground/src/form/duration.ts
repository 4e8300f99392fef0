/** Durations in the form for people, `1:02:30` or `12:05`, and in that of the service, `PT1H2M30S`. */

const iso = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/;
const clock = /^(?:(\d+):)?(\d{1,3}):(\d{1,2}(?:[.,]\d+)?)$/;

/** `1:02:30`; undefined unless it is a duration of hours, minutes and seconds. */
export function showDuration(duration: string): string | undefined {
  const found = iso.exec(duration);
  if (!found || duration === 'PT') return undefined;
  const [hours, minutes, seconds] = [Number(found[1] ?? 0), Number(found[2] ?? 0), Number(found[3] ?? 0)];
  const whole = hours * 60 + minutes + Math.floor(seconds / 60);
  const rest = Number((seconds % 60).toFixed(3));
  const two = (n: number) => (n < 10 ? `0${n}` : String(n));
  const hour = Math.floor(whole / 60);
  return hour > 0 ? `${hour}:${two(whole % 60)}:${two(rest)}` : `${whole % 60}:${two(rest)}`;
}

/** `PT1H2M30S`; undefined if it can't be parsed. */
export function readDuration(text: string): string | undefined {
  const found = clock.exec(text.trim());
  if (!found) return undefined;
  const [hours, minutes, seconds] = [Number(found[1] ?? 0), Number(found[2]), Number(found[3]!.replace(',', '.'))];
  if (seconds >= 60 || (found[1] !== undefined && minutes >= 60)) return undefined;
  const parts = [hours + Math.floor(minutes / 60), minutes % 60, seconds];
  const written = ['H', 'M', 'S'].map((unit, i) => (parts[i] ? `${parts[i]}${unit}` : '')).join('');
  return `PT${written || '0S'}`;
}
