// Package content is the engine of Lectern: documents and their versions, the log of changes
// and what follows from it, and the two doors to it, the [View] for reading and [Edit] for
// writing. It is pure: it reads no clock, no file and no network, takes randomness and the time
// from its caller, and imports nothing but the standard library, golang.org/x/text,
// internal/richtext and the floors below.
//
// It names no content type. It calls the fields and [Hooks] of a [Kind] instead; the types are
// in content/catalog, above, and register themselves ([Register]), and lists are read by
// content/listing. It must not know them, captions, GraphQL, HTTP, credentials, or where a
// store keeps its bytes. Below are content/locale (texts, languages, dates, URLs) and
// content/internal/record (reading stored versions). internal/archtest checks these rules.
//
// Start with document.go and kind.go for the data, store.go for the interface of a store,
// view.go for reading, transaction.go and editing.go for writing, derive.go for what follows
// from a change.
//
// # Glossary
//
// A document is a thing with an id that editors write and readers see: a conference, a session,
// a photo. Its kind ([Kind]) is its content type; [Kinds] lists them.
//
// A change ([Change]) is the result of one edit of up to [MaxChangeDocuments] documents, all or
// nothing: who, when, why. Changes are numbered from 1 and make up the log, and the number of a
// change is a [Revision]. Everything else can be rebuilt from the log ([Replay]).
//
// A version is a document as one change left it. It never changes afterwards, and is named by
// the document's id and the change's revision. The state of a document ([State]) points at the
// current versions: the working draft, and the published one. Every other version is history.
//
// A view is a consistent snapshot at one revision, for one reader, in one order of languages. A
// transaction ([Transaction]) stages edits and becomes one change. A store ([Store]) stores the
// log and what follows from it; it knows no rule of the domain.
//
// An asset ([Asset]) is an uploaded file. It is not a document: its bytes never change, and it
// is not in the log. Documents refer to it in URL fields ([locale.URL]), and views give readers
// the file's URL instead.
//
// A space ([Space]) is one of the ordered sets of keys in a store. The public and the draft
// index are separate spaces, so that no mistake in a query reaches a draft. An index ([Index])
// is the part of a space that lists the documents of a kind by an attribute ([Attribute]). A
// key ([Key]) is a value of an attribute as bytes that sort as the value does; an index key is
// the kind, the index, its keys and the id, one after another (key.go).
//
// A slug is a document's name in URLs, unique in its kind, made from the title by Danish rules
// ([locale.Slugify]). Slugs under which a document was public keep leading to it.
//
// A document is complete in a language if each of its required texts exists in that language,
// and it is served in one of these. To narrow a document is to copy it with only the texts of
// the served language; to redact it ([Redacter]) is to remove what is not for readers.
//
// A problem ([Problem]) is something wrong in a document that its editor can correct, with its
// path and a code. An [Error] means that an operation failed.
//
// # Publishing
//
//	Save       nothing    → draft
//	           draft      → draft
//	           published  → published, with a draft beside it
//	           archived   → draft
//	Publish    draft, beside a published version or alone → published
//	Unpublish  published  → draft
//	Archive    any        → archived
//
// A document has at most one working draft and at most one published version. Readers see only
// published versions. Saving a draft checks what is there: the form of values, and the
// existence of referenced documents. Publishing checks the whole document: what is required,
// and the rules that need all of it; [Check.Publishing] distinguishes the two. An archived
// document is in no list, and its slug is free for others meanwhile. A published document may
// refer to a draft: readers see nothing of the reference until the draft is published. A
// document that it requires (a top-level field with rule:"required" and a ref) must be
// published first, and can't be unpublished before it.
//
// # Schedules
//
// A step ([Step]) is planned in a document's state, and its key in the space Schedules has the
// instant, the action and the document (schedule.go). Only [RunDue] carries steps out, each due
// one as one change; [Future] lays the same changes over a snapshot without committing them. A
// step whose document has problems then is missed: it stays in the state, marked, and its key
// moves to where nothing runs it.
//
// # Languages
//
// A [locale.Text] has any number of translations. Readers get a document in one language: the
// one closest to their request ([locale.Preferences]: each requested language, its parents,
// what its readers understand, then any) among those in which the document is complete. The tag
// rule:"required" marks the required texts; an optional text that is missing in the served
// language is empty, and is never filled from another one. So omit the tag for a text that a
// translation can do without. If no text of a kind is required, as with photos, a document has
// the languages of all its texts, and the kind's own rules say what each language needs.
//
// # A content type
//
// A kind provides a struct that embeds [Meta], with
//
//   - fields with json tags: their names are those of the schema, of the files
//     that editors write, and of the paths of problems. Names of fields that hold
//     ids end in ID or IDs in Go, and have a ref tag;
//   - the rules that shape.go reads from types and tags: rule, ref, [Enum];
//   - Validate, for rules beyond tags;
//   - Redact, if readers see less than is stored;
//
// and a [Kind]: its names, the title for the slug, attributes and indexes, the texts for
// search, and its [Hooks]. An attribute by which an index is ordered has at most one key.
// Attributes and texts get the redacted document; their results must depend only on it.
//
// The code for each field of a document that is read is generated from the structs
// (parts_gen.go, by internal/partgen: make generate); a document that is written is processed
// by reflection (shape.go).
//
// docs/adding-a-content-type.md adds one. To change one: fields may be added. A field that was
// ever stored keeps its name and its meaning, or the format in codec.go gets a new number and a
// step that reads the old one. testdata/format-1-*.txt of catalog must always decode. If an
// attribute returns other keys than before for the same document, derivation in index_digest.go
// gets the next number, so that stores rebuild their indexes.
//
// # What this package must not know
//
// The content types; captions; how lists are read in pages; GraphQL, HTTP and credentials; how
// and where a store keeps its bytes; feeds, search engines and media files, which follow the
// log; the configuration, except [Site]; the languages of documents, except those of
// [locale.Languages].
package content
