// Package transfer carries documents between a store and files that an editor
// writes and reads: import, export, and the log of changes beside them. What
// it knows of content types it learns from content's Kinds and from the shape
// of their structs: there is no code for any one type here. It must not know
// bbolt, GraphQL, HTTP or the terminal. Start with import.go and export.go.
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
// The keys are the names of content's fields (content.FieldName), and values
// are written as in JSON; a plain text where one per language is expected is
// in the default language. A reference is an id or a slug. A key without a
// value is as if it were not there. Beside the fields there are two keys:
//
//	state   published (where it is not said), draft (readers see nothing), or
//	        archived
//	type    the kind ("session"), where neither the folder nor the id says it
//
//	schedule  the steps that happen by themselves, `- publish: 2026-12-01T08:00:00Z`
//	          and `- unpublish: …`, in place of those of the store; an instant that
//	          has passed is left out, with a notice
//	hidden                   of a speaker: true where an editor took the person
//	                         down
//
// <slug>.draft.yaml is the working draft of a document whose published version
// is <slug>.yaml, or is in the store. Without an id a document is known by its
// slug; without a slug, by the name of its file, or else by its title. The
// times that a file gives hold for documents that are new.
//
// A file may also hold many documents, with lines of --- between. They are
// read one at a time. Aliases, anchors and tags are refused, and so is a
// document of more than MaxFileDocument bytes.
//
// # Media
//
// Files that documents name lie in the folder media. A document names one by
// its name, `url: asset:gruppebillede.png`, or by its digits, as an export does,
// `url: asset:9f86…`, which is media/9f86….png. What is known of a file (its type,
// its length) needs not be written beside it.
//
// # History
//
// history/changes.jsonl has the store's changes, one to a line, each with the
// documents that it wrote as they are stored. An import replays them, and the
// store then has the same log: the same revisions, times and actors.
package transfer
