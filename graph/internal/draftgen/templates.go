package main

// The arguments: 1 the kind's name, 2 the type's name, 3 the type in a
// sentence, 4 its article, 5 the arguments of its list.
const rootFields = `extend type Query {
  "The draft of %[4]s %[3]s: by its id, or by its slug. Null where there is none. For editors."
  %[1]sDraft(
    "Its id."
    id: ID
    "Its slug, or one that it was public under before."
    slug: Slug
  ): %[2]sDraft
  "All of them as editors see them, drafts and what is public. What is archived is not among them. For editors."
  %[1]sDrafts%[5]s: %[2]sDraftConnection!
}

extend type Mutation {
  "Writes a new %[3]s, as a draft."
  create%[2]s(
    "What it says."
    input: Create%[2]sInput!
  ): %[2]sPayload
  "Changes the working draft of %[4]s %[3]s. Readers see nothing of it until it is published."
  update%[2]s(
    "What is to change."
    input: Update%[2]sInput!
  ): %[2]sPayload
}

`

// The arguments: 1 the type's name, 2 the type in a sentence, 3 its article, 4
// the fields.
const draftType = `"%[3]s %[2]s as editors see it: its working draft, else what is public; in every language, and whatever is missing yet."
type %[1]sDraft implements Draft {
  "Names the document for ever, unique over all types. Opaque: don't take it apart."
  id: ID!
  "The readable part of its address. Null while it has no title to make one of."
  slug: Slug
  "Slugs under which it was public before. They still find it."
  formerSlugs: [Slug!]!
  "The change that wrote this version: the expectedRevision of an edit that is based on it."
  revision: Revision!
  "When the document was first written."
  createdAt: DateTime!
  "When it was last changed."
  updatedAt: DateTime!
  "When it became public. Null where it never was, or is no longer."
  publishedAt: DateTime
  "The languages in which all of its required texts are there."
  languages: [Language!]!
  "How its texts stand in the other languages, to those of the one that they are translated from."
  translationStatus: [TranslationStatus!]! @cost(weight: 2, listSize: 3)
  "Where the document stands: whether it is public, and what is planned."
  publishing: PublishingStatus! @cost(weight: 2)
  "All that publishing it now would report, and warnings. Of a former version there are none."
  problems: [Problem!]! @cost(weight: 20, listSize: 5)
  "Its versions, the newest first: who wrote them, when, why, and what changed."
  history(
    "How many, from 1 to 100."
    first: Int! = 20
    "Begins after the place of this cursor."
    after: String
  ): VersionConnection!
  "A former version of it: as the change of that revision left it. Null where that change did not touch it."
  version(
    "The number of the change, as history has it."
    revision: Revision!
  ): %[1]sDraft
%[4]s
}

"A page of a list of drafts."
type %[1]sDraftConnection {
  "The drafts of the page with their places in the list."
  edges: [%[1]sDraftEdge!]!
  "The drafts of the page."
  nodes: [%[1]sDraft!]!
  "Where the page stands in the list."
  pageInfo: PageInfo!
  "How many the whole list has. Dear where a filter is set."
  totalCount: Int! @cost(weight: 20)
}

"A draft with its place in a list."
type %[1]sDraftEdge {
  "The place, for after and before. Opaque; it holds for this list, filter and order."
  cursor: String!
  "The draft."
  node: %[1]sDraft!
}

`

// The arguments: 1 the type's name, 2 the type in a sentence, 3 its article, 4
// the fields.
const inputTypes = `"""
What an edit says about %[3]s %[2]s. A field that is left out stays as it is; null
clears it. Texts are written in the language of the operation, and null clears
them in that language only. A list comes in the place of the former one, where
items that stay keep their translations.
"""
input %[1]sInput {
  "The readable part of its address. Made of the title where none was ever given."
  slug: Slug
%[4]s
}

"What a new %[2]s says."
input Create%[1]sInput {
  "What it says. It may be as little as a title."
  fields: %[1]sInput!
  "Why, for the history."
  reason: String
}

"What is to change in %[3]s %[2]s."
input Update%[1]sInput {
  "Which one."
  id: ID!
  "What is to change. What is left out stays."
  fields: %[1]sInput!
  "The revision that the edit is based on: that of the draft when it was read. Where it has moved on since, the answer is a conflict and nothing is written."
  expectedRevision: Revision
  "Where the draft has moved on, but only in other fields than this edit's, both edits are kept."
  mergeDisjoint: Boolean! = false
  "Languages whose texts are all taken out of the document."
  removeLanguages: [Language!]
  "Why, for the history."
  reason: String
}

"What came of an edit of %[3]s %[2]s."
type %[1]sPayload {
  "The draft as the edit left it. Null where nothing was kept."
  document: %[1]sDraft
  "The change that was made. Null where nothing was kept, and in a dry run."
  revision: Revision
  "All that stands in the way, for a person to mend. If any field of the operation has some, nothing of the operation is kept."
  userErrors: [Problem!]! @cost(listSize: 5)
  "What the document should be looked at for, though it was kept."
  warnings: [Problem!]! @cost(listSize: 5)
  "Where the edit and others since expectedRevision touched the same: what it was, what they made of it, and what this edit would."
  conflicts: [Conflict!]! @cost(listSize: 5)
  "The fields that others changed since expectedRevision and that were kept beside this edit's."
  merged: [String!]!
  "What readers will notice of the operation as a whole."
  effects: Effects
}

`

// The arguments: 1 the description, 2 the type's name, 3 the draft's fields, 4
// the input's.
const nestedTypes = `%[1]stype %[2]sDraft {
%[3]s
}

%[1]sinput %[2]sInput {
%[4]s
}

`
