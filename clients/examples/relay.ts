// A website with Relay: an environment, and so a store, for each language.
import { Environment, Network, RecordSource, Store, type GraphQLResponse, type OperationDescriptor } from 'relay-runtime';
import { only } from './language.js';

export function relayEnvironment(service: string, language: string, token?: string): Environment {
  const environment = new Environment({
    network: Network.create(async ({ text, name }, variables) => {
      const response = await fetch(`${service}/graphql`, {
        method: 'POST',
        headers: {
          Accept: 'application/graphql-response+json',
          'Accept-Language': language,
          'Content-Type': 'application/json',
          ...(token ? { Authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query: text, operationName: name, variables }),
      });
      return (await response.json()) as GraphQLResponse;
    }),
    store: new Store(new RecordSource()),
  });
  // A store of one language. Operations in another language are refused, even if their result is in the store.
  const execute = environment.execute.bind(environment);
  environment.execute = (config) => {
    checkLanguage(config.operation);
    return execute(config);
  };
  const check = environment.check.bind(environment);
  environment.check = (operation) => {
    checkLanguage(operation);
    return check(operation);
  };
  const checkLanguage = ({ request }: OperationDescriptor) => only(language, request.variables['language']);
  return environment;
}
