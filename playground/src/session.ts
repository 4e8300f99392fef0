import { useSyncExternalStore } from 'react';

const key = 'lectern:token';
const listeners = new Set<() => void>();

/**
 * The editor's token, or empty. It is stored until the browser's tab is closed, and sent only
 * to /graphql.
 */
export const session = {
  token(): string {
    return sessionStorage.getItem(key) ?? '';
  },
  begin(token: string): void {
    sessionStorage.setItem(key, token);
    for (const listener of listeners) listener();
  },
  end(): void {
    sessionStorage.removeItem(key);
    for (const listener of listeners) listener();
  },
};

export function useToken(): string {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, session.token);
}
