// Package transfer transfers documents between a store and files that editors write and read:
// import, export, and the log of changes beside them. It learns the content types from
// content's Kinds and from the shape of their structs. Its only code for one type leaves out
// erased people (differ.go). It must not know bbolt, GraphQL, HTTP or the terminal. Start with
// import.go and export.go.
//
// # A file
//
// One YAML file is one document, <folder of its kind>/<slug>.yaml:
//
//	id: session_01FEG2QG00S7R6Q5P4N3M2K1J0
//	slug: spoergsmaal-til-justitsministeren
//	conference: fagkonference-om-stalking-2021
//	title:
//	  da: Spørgsmål til justitsministeren
//	  en: Questions to the Minister of Justice
//	abstract:
//	  da: |-
//	    Markdown, i **flere** linjer.
//	kind: QUESTIONS
//	appearances:
//	  - speaker: nick-haekkerup
//	    role: SPEAKER
//	createdAt: 2021-09-06T08:00:00Z
//
// The keys are the names of content's fields (content.FieldName), and values are written as in
// JSON; a plain text instead of one per language is in the default language. A reference is an
// id or a slug. A key without a value is ignored. These keys are not fields:
//
//	state   published (the default), draft (not visible to readers), or
//	        archived
//	type    the kind ("session"), if neither the folder nor the id gives it
//	schedule  the planned steps, which replace those of the store:
//	          `- publish: 2026-12-01T08:00:00Z`, `- unpublish: …`; past ones are
//	          left out, with a notice
//	hidden    of a speaker: true if an editor hid the person
//
// <slug>.draft.yaml is the working draft of a document whose published version is <slug>.yaml,
// or is in the store. Without an id a document is identified by its slug; without a slug, by
// the name of its file, or by its title. The times in a file apply only to new documents.
//
// A file may also hold many documents, separated by lines of ---. They are read one at a time.
// Aliases, anchors and tags are refused, and so is a document of more than MaxFileDocument
// bytes.
//
// # Media
//
// Files that documents refer to are in the folder media. A document refers to one by its name,
// `url: asset:gruppebillede.png`, or by its digits, as an export does, `url: asset:9f86…`,
// which is media/9f86….png. The metadata of a file (its type, its size) can be omitted.
//
// # History
//
// history/changes.jsonl has the store's changes, one per line, each with the documents that it
// wrote, in their stored form. An import replays them, and the store then has the same log: the
// same revisions, times and actors.
package transfer
