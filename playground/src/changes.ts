import { useSyncExternalStore } from 'react';

let count = 0;
const listeners = new Set<() => void>();

/** What this page changed on the service: what was read before may be another by now. */
export const changes = {
  count: () => count,
  /** A change was kept, or that of somebody else was seen. */
  saw(): void {
    count++;
    for (const listener of listeners) listener();
  },
};

export function useChanges(): number {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, changes.count);
}
