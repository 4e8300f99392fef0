/** The content of a link to the page: a recipe by its name, or an operation by its text. */
export interface Link {
  recipe?: string;
  query?: string;
  variables?: Record<string, unknown>;
}

/** Parses the fragment of a URL, `#recipe=publish` or `#query=…&variables=…`; undefined if it is neither. */
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
    return {}; // the URL was truncated
  }
}
