// Package content is the engine of Lectern: documents and their versions, the log of
// changes and what follows from it, and the two doors to it, the [View] for reading
// and [Edit] for writing. It is pure: it reads no clock, no file and no network,
// takes randomness and the time from its caller, and imports nothing but the standard
// library, golang.org/x/text, internal/richtext and the floors below.
//
// It names no content type. What it must ask of one, a [Kind] answers, by its fields
// and [Hooks]; the types are in content/catalog, above, and register themselves
// there ([Register]), and lists are read by content/listing. It must not know them,
// captions, GraphQL, HTTP, credentials, or where a store keeps its bytes. Below are
// content/locale (texts, languages, dates, addresses) and content/internal/record
// (reading stored versions). internal/archtest holds who knows whom.
//
// Start with document.go and kind.go for what is held, store.go for what a store
// must do, view.go for reading, transaction.go and editing.go for writing, derive.go
// for what follows from a change.
//
// # Glossary
//
// A document is a thing with an id that editors write and readers see: a
// conference, a session, a photo. Its kind ([Kind]) is the content type that it
// is of; [Kinds] lists them.
//
// A change ([Change]) is what one edit did, to up to [MaxChangeDocuments]
// documents, all or nothing: who, when, why. Changes are numbered from 1 and
// make up the log, and the number of a change is a [Revision]. Everything else
// can be made again from the log ([Replay]).
//
// A version is a document as one change left it. It never changes afterwards,
// and is named by the document's id and the change's revision. The state of a
// document ([State]) points at the versions that count: the working draft, and
// what is published. Every other version is history.
//
// A view is a consistent picture of everything at one revision, for one reader,
// in one order of languages. A transaction ([Transaction]) stages edits and
// becomes one change. A store ([Store]) keeps the log and what follows from it;
// it knows no rule of the domain.
//
// An asset ([Asset]) is an uploaded file. It is no document: its bytes never
// change, and the log does not have it. Documents name it where they take an
// address ([locale.URL]), and views give readers the file's own address in its place.
//
// A space ([Space]) is one of the ordered sets of keys that a store keeps. The
// public and the draft index are spaces of their own, so that no mistake in a
// query reaches a draft. An index ([Index]) is the part of a space that lists
// the documents of a kind by an attribute ([Attribute]). A key ([Key]) is a
// value of an attribute as bytes that sort as the value does; an index key is
// the kind, the index, its keys and the id, one after another (key.go).
//
// A slug is a document's name in addresses, unique in its kind, made from the
// title the Danish way ([locale.Slugify]). Slugs under which a document was public keep
// leading to it.
//
// A document is complete in a language if each of its required texts is there
// in that language, and served in one of these. To narrow a document is to copy
// it with the texts of the served language only; to redact it ([Redacter]) is to
// take out what is not for readers.
//
// A problem ([Problem]) is one thing in a document that its editor can mend,
// with its path and a code. An [Error] is that an operation failed.
//
// # Publishing
//
//	Save       nothing    → draft
//	           draft      → draft
//	           published  → published, with a draft beside it
//	           archived   → draft
//	Publish    draft, beside what is published or alone → published
//	Unpublish  published  → draft
//	Archive    any        → archived
//
// A document has at most one working draft and at most one published version.
// Readers see published versions only. Saving a draft checks what is there:
// whether values have their form, whether what is referred to exists. Publishing
// checks the whole document: what is required, and the rules that need all of
// it; [Check.Publishing] tells the two apart. What is archived is in no list, and
// its slug is free for others meanwhile. A published document may refer
// to a draft: readers see nothing of the reference until the draft is published.
// What it requires (a top-level field with rule:"required" and a ref) must be
// published, and can't be unpublished before it.
//
// # Schedules
//
// A step ([Step]) is planned in a document's state, and its key in the space
// Schedules says when, what and of which document (schedule.go). The one way in
// which it comes about is [RunDue], which does what is due, each as one change;
// [Future] lays the same changes over a snapshot without committing them. A step
// whose document has problems then is missed: it stays in the state, marked, and
// its key moves to where nothing runs it.
//
// # Languages
//
// A [locale.Text] holds any number of translations. Readers get a document in one
// language, the closest to what they asked for ([locale.Preferences]: each asked
// language, its parents, what its readers understand, then any) among those in
// which the document is complete. Which texts are required is what the tag
// rule:"required" says; an optional text that is missing in the served language
// is empty, and is never filled from another one. So leave the tag away from a
// text that a translation can do without. Where no text of a kind is required,
// as with photos, a document has the languages in which it has any text, and the
// kind's own rules say what each of them needs.
//
// # A content type
//
// A kind provides a struct that embeds [Meta], with
//
//   - fields with json tags: their names are those of the schema, of the files
//     that editors write, and of the paths of problems. Names of fields that hold
//     ids end in ID or IDs in Go, and have a ref tag;
//   - the rules that shape.go reads from types and tags: rule, ref, enums with a
//     method Valid;
//   - Validate, for the rules that a tag can't say;
//   - Redact, if readers see less than is stored;
//
// and a [Kind]: its names, the title that makes the slug, attributes and
// indexes, the texts that search finds it by, and its [Hooks]. An attribute that an
// index is ordered by gives at most one key. Attributes and texts see the document
// redacted; what they give must follow from it alone.
//
// What is done to each field of a document that is read is generated from the
// structs (parts_gen.go, by internal/partgen: make generate), and what is done to
// one that is written goes by reflection (shape.go).
//
// docs/adding-a-content-type.md adds one. To change one: fields may be added. A field
// that was stored once keeps its name and its meaning, or the format in codec.go gets
// a new number and a step that reads the old one. testdata/format-1-*.txt of catalog
// must decode for ever. Where an attribute gives other keys than before for the same
// document, derivation in index_digest.go gets the next number, so that stores make
// their indexes anew.
//
// # What this package must not know
//
// The content types; captions; how lists are read in pages; GraphQL, HTTP and credentials; how and where a store keeps its bytes; feeds,
// search engines and media files, which follow the log; the configuration, but
// for [Site]; which languages documents are in, beside those of [locale.Languages].
package content
