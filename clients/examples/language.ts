// One client, and so one cache, for each language. A cache keeps a field under its arguments and a document under its
// id. The language of an operation is in neither, so one cache for two languages gives each the texts of the other.
import { Kind, type DocumentNode } from 'graphql';

/** Makes a client for each language when it is first asked for, and gives the same one from then on. */
export function perLanguage<Client>(make: (language: string) => Client): (language: string) => Client {
  const made = new Map<string, Client>();
  return (language) => {
    const client = made.get(language) ?? make(language);
    made.set(language, client);
    return client;
  };
}

/** The variables of an operation of a client, with the client's language where the operation has a variable for it. */
export function inLanguage<Variables extends Record<string, unknown>>(language: string, operation: DocumentNode, variables: Variables): Variables {
  const asked = languageArgument(operation);
  if (asked?.kind === Kind.STRING) only(language, asked.value);
  if (asked?.kind !== Kind.VARIABLE) return variables;
  only(language, variables[asked.name.value]);
  return { ...variables, [asked.name.value]: language };
}

/** Refuses another language than that of a client: its cache would keep the result as one in its own. */
export function only(language: string, asked: unknown): void {
  if (asked === undefined || asked === null || asked === language) return;
  throw new Error(`This client is for ${language}; the operation requests ${String(asked)}: use the client for that language.`);
}

/** What an operation says in @inContext(language:). */
function languageArgument(operation: DocumentNode) {
  for (const definition of operation.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const context = definition.directives?.find(({ name }) => name.value === 'inContext');
    return context?.arguments?.find(({ name }) => name.value === 'language')?.value;
  }
  return undefined;
}
