package main

// rootFields takes 1 the kind's name, 2 the type's name, 3 the type in a
// sentence, 4 its article, 5 the arguments of its list.
const rootFields = `extend type Query {
  """
  The draft of %[4]s %[3]s, by its id or its slug. Give exactly one of them; otherwise the
  field fails with BAD_INPUT. Null when there is none. Requires role EDITOR.
  """
  %[1]sDraft(
    "The document's id."
    id: ID
    "The slug, or a former one."
    slug: Slug
  ): %[2]sDraft
  "All of them as editors see them, drafts and published documents. Archived ones are left out. Requires role EDITOR."
  %[1]sDrafts%[5]s: %[2]sDraftConnection!
}

extend type Mutation {
  "Creates a draft of %[4]s %[3]s."
  create%[2]s(
    "The fields of the draft."
    input: Create%[2]sInput!
  ): %[2]sPayload
  "Changes the draft of %[4]s %[3]s. Readers see the change once the draft is published."
  update%[2]s(
    "The document and the fields to change."
    input: Update%[2]sInput!
  ): %[2]sPayload
}

`

// draftType takes 1 the type's name, 2 the type in a sentence with its article
// as a sentence begins, 3 the fields.
const draftType = `"""
%[2]s as editors see it: the draft, or the published version if there is no draft. It
has every language. A field is null, and a list empty, until it has been written.
"""
type %[1]sDraft implements Draft {
  "Identifies the document permanently, across all types. Opaque: do not parse it."
  id: ID!
  "The readable part of the document's URL. Null while there is no title to derive it from."
  slug: Slug
  "The slugs under which the document was public before. They still find it."
  formerSlugs: [Slug!]!
  "The number of the change that wrote this version. Send it as expectedRevision with an edit of this version."
  revision: Revision!
  "When the document was created."
  createdAt: DateTime!
  "When the document was last changed."
  updatedAt: DateTime!
  "When the document became public. Null when it is not public."
  publishedAt: DateTime
  "The languages in which all required texts exist."
  languages: [Language!]!
  "The state of the translations into the other languages."
  translationStatus: [TranslationStatus!]! @cost(weight: 2, listSize: 3)
  "Whether the document is public, and what is scheduled for it."
  publishing: PublishingStatus! @cost(weight: 2)
  "The problems that publishing it now would report, and warnings. Empty for a former version."
  problems: [Problem!]! @cost(weight: 20, listSize: 5)
  "The versions, newest first: who wrote them, when and why, and what changed."
  history(
    "How many items to return: 1 to 100. Other values fail with BAD_INPUT."
    first: Int! = 20
    "Return the items after this cursor. A cursor from another list fails with BAD_CURSOR."
    after: String
  ): VersionConnection!
  "The version that a former change wrote. Null when that change did not touch the document."
  version(
    "The number of the change, from the field history."
    revision: Revision!
  ): %[1]sDraft
%[3]s
}

"A page of a list of drafts."
type %[1]sDraftConnection {
  "The drafts of the page, each with its cursor."
  edges: [%[1]sDraftEdge!]!
  "The drafts of the page."
  nodes: [%[1]sDraft!]!
  "The position of the page in the list."
  pageInfo: PageInfo!
  "How many drafts the whole list has, on all pages. Expensive when a filter is set."
  totalCount: Int! @cost(weight: 20)
}

"A draft and its cursor in a list."
type %[1]sDraftEdge {
  "The cursor of this item, for after and before. Opaque: valid only for the same list, filter and order."
  cursor: String!
  "The draft."
  node: %[1]sDraft!
}

`

// inputTypes takes 1 the type's name, 2 the type in a sentence, 3 its article, 4
// the fields.
const inputTypes = `"""
The fields of %[3]s %[2]s in an edit. An absent field stays as it is; null clears it.
Texts are written in the language of the operation, and null clears them in that
language only. A list replaces the former list; items that remain keep their
translations.
"""
input %[1]sInput {
  "The readable part of the document's URL. Default: derived from the title or name."
  slug: Slug
%[4]s
}

"A new %[2]s."
input Create%[1]sInput {
  "The fields. Any of them may be absent: a draft may be incomplete."
  fields: %[1]sInput!
  "The reason for the edit, for the history."
  reason: String
}

"An edit of %[3]s %[2]s."
input Update%[1]sInput {
  "The document's id."
  id: ID!
  "The fields to change. Absent fields stay as they are."
  fields: %[1]sInput!
  """
  The revision of the draft that this edit is based on. If the draft has changed since, the
  mutation returns a conflict and nothing is saved. Default: no check.
  """
  expectedRevision: Revision
  "Save the edit although the draft has changed since expectedRevision, if only other fields changed."
  mergeDisjoint: Boolean! = false
  "Remove all texts in these languages from the document."
  removeLanguages: [Language!]
  "The reason for the edit, for the history."
  reason: String
}

"The result of an edit of %[3]s %[2]s."
type %[1]sPayload {
  "The draft after the edit. Null when nothing was saved."
  document: %[1]sDraft
  "The number of the change. Null when nothing was saved, and in a dry run."
  revision: Revision
  "Everything that prevents the edit. If a field of the operation has errors, nothing of the operation is saved."
  userErrors: [Problem!]! @cost(listSize: 5)
  "Problems of the document that did not prevent the edit."
  warnings: [Problem!]! @cost(listSize: 5)
  "The fields that both this edit and other edits since expectedRevision changed, with all three values."
  conflicts: [Conflict!]! @cost(listSize: 5)
  "The paths of fields that others changed since expectedRevision and that were kept: see mergeDisjoint."
  merged: [String!]!
  "What the whole operation means for readers."
  effects: Effects
}

`

// nestedTypes takes 1 the description, 2 the type's name, 3 the draft's fields, 4
// the input's.
const nestedTypes = `%[1]stype %[2]sDraft {
%[3]s
}

%[1]sinput %[2]sInput {
%[4]s
}

`
