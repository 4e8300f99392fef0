import { useSyncExternalStore } from 'react';

const key = 'lectern:token';
const listeners = new Set<() => void>();

/**
 * The token that the editor signed in with, empty without one. It is kept until the
 * browser's tab is closed, and goes nowhere but into requests to /graphql.
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
