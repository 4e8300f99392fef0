// The queries of pages with Relay. relay-compiler reads them here and writes generated/*.graphql.ts, which is what
// runs; in an app, babel-plugin-relay replaces these texts by it.
import { graphql } from 'relay-runtime';

export const relayPageConferenceQuery = graphql`
  query relayPageConferenceQuery($slug: Slug!, $language: Language) @inContext(language: $language) {
    conference(slug: $slug) {
      id
      language
      title
      datesText
      sessions(first: 2) {
        nodes {
          id
          title
        }
      }
    }
  }
`;

export const relayPageSessionQuery = graphql`
  query relayPageSessionQuery($slug: Slug!) {
    session(slug: $slug) {
      id
      title
    }
    sessionDraft(slug: $slug) {
      id
      documentId
      title
    }
  }
`;
