/** Days and instants for examples, in the service's format. */

/** An instant at a time of the clock in a place: `2031-01-06T06:00:00+01:00`. */
export function instant(day: string, time: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(new Date(`${day}T${time}:00Z`));
  const offset = parts.find((p) => p.type === 'timeZoneName')?.value.replace(/^GMT/, '') || '+00:00';
  return `${day}T${time}:00${offset}`;
}

/** The day some days after an instant, by this device's calendar. */
export function dayAfter(now: Date, days: number): string {
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}

/** The Monday after an instant. */
export function nextMonday(now: Date): string {
  return dayAfter(now, ((8 - now.getDay()) % 7) || 7);
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
