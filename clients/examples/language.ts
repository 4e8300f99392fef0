// One client, and so one cache, for each language. A cache keeps a field under its arguments and a document under its
// id. The language of an operation is in neither, so one cache for two languages gives each the texts of the other.
import { Kind, type DocumentNode } from 'graphql';

/** Creates a client for each language on its first use, and returns the same one afterwards. */
export function perLanguage<Client>(make: (language: string) => Client): (language: string) => Client {
  const made = new Map<string, Client>();
  return (language) => {
    const client = made.get(language) ?? make(language);
    made.set(language, client);
    return client;
  };
}

/** The variables of a client's operation, with the client's language if the operation has a variable for it. */
export function inLanguage<Variables extends Record<string, unknown>>(language: string, operation: DocumentNode, variables: Variables): Variables {
  const asked = languageArgument(operation);
  if (asked?.kind === Kind.STRING) only(language, asked.value);
  if (asked?.kind !== Kind.VARIABLE) return variables;
  only(language, variables[asked.name.value]);
  return { ...variables, [asked.name.value]: language };
}

/** Refuses another language than the client's, since its cache would store the result as one in its own language. */
export function only(language: string, asked: unknown): void {
  if (asked === undefined || asked === null || asked === language) return;
  throw new Error(`This client is for ${language}; the operation requests ${String(asked)}: use the client for that language.`);
}

/** The language in an operation's @inContext(language:). */
function languageArgument(operation: DocumentNode) {
  for (const definition of operation.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const context = definition.directives?.find(({ name }) => name.value === 'inContext');
    return context?.arguments?.find(({ name }) => name.value === 'language')?.value;
  }
  return undefined;
}
