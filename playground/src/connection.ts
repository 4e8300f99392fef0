import { useSyncExternalStore } from 'react';

let reachable = navigator.onLine;
const listeners = new Set<() => void>();

/** Whether the service was reached when it was last asked. */
export const connection = {
  reachable: () => reachable,
  saw(now: boolean): void {
    if (now === reachable) return;
    reachable = now;
    for (const listener of listeners) listener();
  },
};

window.addEventListener('online', () => connection.saw(true));
window.addEventListener('offline', () => connection.saw(false));

export function useReachable(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, connection.reachable);
}
