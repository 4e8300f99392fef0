/** What an address of the page opens: a recipe by its name, or an operation by its text. */
export interface Link {
  recipe?: string;
  query?: string;
  variables?: Record<string, unknown>;
}

/** Reads the fragment of an address, `#recipe=publish` or `#query=…&variables=…`; undefined where it opens nothing. */
export function readLink(hash: string): Link | undefined {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  const recipe = fields.get('recipe');
  if (recipe !== null) return /^[\w-]+$/.test(recipe) ? { recipe } : undefined;
  const query = fields.get('query');
  if (!query?.trim()) return undefined;
  return { query, variables: readVariables(fields.get('variables')) };
}

function readVariables(text: string | null): Record<string, unknown> {
  try {
    const variables: unknown = JSON.parse(text ?? '{}');
    return typeof variables === 'object' && variables !== null && !Array.isArray(variables) ? (variables as Record<string, unknown>) : {};
  } catch {
    return {}; // somebody cut the address
  }
}
