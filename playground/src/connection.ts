import { useSyncExternalStore } from 'react';

let reachable = navigator.onLine;
const listeners = new Set<() => void>();

/** Whether the last request reached the service. */
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
