package transfer

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"lectern/content"
	"lectern/content/catalog"
	"lectern/content/locale"
)

// standing is the state of a document by the file's key `state` and its name.
type standing int

const (
	published standing = iota
	draft              // not visible to readers
	archived
	beside // the working draft of a document that may be published
)

var standings = map[string]standing{"published": published, "draft": draft, "archived": archived}

// item is a document of a file.
type item struct {
	file     *file
	part     int
	kind     *content.Kind
	document content.Document // nil if even the kind is unknown
	standing standing
	extras   extras
	size     int  // of its text
	broken   bool // it has problems
}

// decoder reads one document.
type decoder struct {
	format *format
	media  map[string]content.AssetID // files of media, by name
	file   *file
	part   part
	report func(Problem)

	path    []string
	problem bool
	wrong   []Problem // reported only if there are other problems
}

// decode parses a part of a file. The item has everything that could be parsed.
func (d *decoder) decode() *item {
	it := &item{file: d.file, part: d.part.number, size: len(d.part.text)}
	if d.file.draft {
		it.standing = beside
	}
	if root := d.parse(); root != nil {
		d.document(root, it)
	}
	if it.broken = d.problem; it.broken {
		for _, p := range d.wrong {
			d.report(p)
		}
	}
	return it
}

// parse returns the mapping of a document, or nil if it is not one.
func (d *decoder) parse() *yaml.Node {
	if d.part.tooLarge {
		d.fail(0, TooLarge, "The document has more than %d bytes.", MaxFileDocument)
		return nil
	}
	if line, ok := unreadable(d.part.text); ok {
		d.fail(line, BadEncoding, "The line is not UTF-8, or has control characters.")
		return nil
	}
	var node yaml.Node
	if err := yaml.Load(d.part.text, &node); err != nil {
		line, message := explain(err)
		d.fail(line, Syntax, "%s", message)
		return nil
	}
	root := &node
	if node.Kind == yaml.DocumentNode && len(node.Content) == 1 {
		root = node.Content[0]
	}
	if !d.plain(root) {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		d.failAt(root, WrongType, "A document must be a mapping of keys to values.")
		return nil
	}
	return root
}

// unreadable finds the first line with characters that YAML does not allow, from 0.
func unreadable(text []byte) (line int, found bool) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == '\n' {
			line++
		}
		if (r == utf8.RuneError && n == 1) || (r < ' ' && r != '\n' && r != '\r' && r != '\t') || (r >= 0x7f && r < 0xa0 && r != 0x85) || r == 0xfffe || r == 0xffff {
			return line, true
		}
		i += n
	}
	return 0, false
}

// explain extracts the line, from 0, and the message from an error of the parser.
func explain(err error) (line int, message string) {
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return max(one.Mark.Line-1, 0), "This is not YAML: " + one.Message + "."
	}
	return 0, "The file must have exactly one YAML document here."
}

// document decodes the kind, the state and the fields.
func (d *decoder) document(root *yaml.Node, it *item) {
	keys := map[string]*yaml.Node{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		keys[root.Content[i].Value] = root.Content[i+1]
	}
	if it.kind = d.kind(keys); it.kind == nil {
		d.fail(d.offset(root), UnknownKind, "The kind of the document is unknown. Put it into the folder %s, or give it an id or the key %q.", d.folders(), keyType)
		return
	}
	it.document = it.kind.New()
	s := d.format.document(it.document)
	d.object(root, s, valueOf(it.document), map[string]func(*yaml.Node){
		keyType:  func(*yaml.Node) {},
		keyState: func(n *yaml.Node) { d.standing(n, it) },

		keySchedule: func(n *yaml.Node) { d.schedule(n, &it.extras.steps) },
		keyHidden:   func(n *yaml.Node) { d.hidden(n, it) },
	})
	content.Normalise(it.document)
	d.meta(it, keys)
}

// kind determines the kind of a document: by its key, its id or its folder.
func (d *decoder) kind(keys map[string]*yaml.Node) *content.Kind {
	if n := keys[keyType]; n != nil {
		return content.KindNamed(n.Value)
	}
	if n := keys["id"]; n != nil {
		if id, err := content.GivenID(n.Value); err == nil {
			return id.Kind()
		}
	}
	return kindOfFolder(d.file.folder)
}

func kindOfFolder(folder string) *content.Kind {
	kinds := catalog.Kinds()
	if i := slices.IndexFunc(kinds, func(k *content.Kind) bool { return k.Folder == folder }); i >= 0 {
		return kinds[i]
	}
	return nil
}

func (d *decoder) folders() string {
	var names []string
	for _, k := range catalog.Kinds() {
		names = append(names, k.Folder)
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

func (d *decoder) standing(n *yaml.Node, it *item) {
	s, ok := standings[n.Value]
	switch {
	case n.Kind != yaml.ScalarNode || !ok:
		d.failAt(n, content.BadValue, "The state must be published, draft or archived.")
	case it.standing == beside:
		d.failAt(n, content.Contradiction, "The file name already marks this as a draft besides the published version.")
	default:
		it.standing = s
	}
}

// meta checks the fields that every document has.
func (d *decoder) meta(it *item, keys map[string]*yaml.Node) {
	m := it.document.Base()
	at := func(key string, code content.ProblemCode, format string, args ...any) {
		d.path = append(d.path[:0], key)
		d.fail(d.offset(keys[key]), code, format, args...)
		d.path = d.path[:0]
	}
	if kind := m.ID.Kind(); m.ID != "" && kind != it.kind {
		if kind != nil {
			at("id", content.WrongKind, "This is the id of a %s; the document is a %s.", kind.Name, it.kind.Name)
		}
		m.ID = ""
	}
	if folder := kindOfFolder(d.file.folder); folder != nil && folder != it.kind {
		d.fail(0, content.WrongKind, "A %s belongs in the folder %s.", it.kind.Name, it.kind.Folder)
	}
	if n := utf8.RuneCountInString(m.Slug); len(m.Slug) > locale.MaxSlugLength {
		at("slug", content.TooLong, "This is too long: %d characters; at most %d are allowed.", n, locale.MaxSlugLength)
		m.Slug = ""
	} else if m.Slug != "" && !locale.ValidSlug(m.Slug) {
		at("slug", content.BadFormat, "A slug must be words of a–z and 0–9 with single hyphens between them.")
		m.Slug = ""
	}
	for _, former := range m.FormerSlugs {
		if !locale.ValidSlug(former) {
			at("formerSlugs", content.BadFormat, "A slug must be words of a–z and 0–9 with single hyphens between them.")
		}
	}
	if min(m.Moves.Time, m.Moves.Place, m.Moves.Status) < 0 {
		at("timeMoves", content.OutOfRange, "timeMoves, placeMoves and statusMoves must be 0 or more.")
		m.Moves = content.Moves{}
	}
	if m.PublishedAt != nil && (it.standing == draft || it.standing == archived) {
		at("publishedAt", content.Contradiction, "The document is not published.")
		m.PublishedAt = nil
	}
}

// plain refuses the features of YAML that documents don't need.
func (d *decoder) plain(n *yaml.Node) bool {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.failAt(n, NotSupported, "Anchors and aliases are not supported. Write the value out.")
	case n.Style&yaml.TaggedStyle != 0:
		d.failAt(n, NotSupported, "Tags such as %s are not supported.", n.Tag)
	default:
		return true
	}
	return false
}

// offset returns the line of a node in its part, from 0.
func (d *decoder) offset(n *yaml.Node) int {
	if n == nil {
		return 0
	}
	return max(n.Line-1, 0)
}

func (d *decoder) failAt(n *yaml.Node, code content.ProblemCode, format string, args ...any) {
	d.fail(d.offset(n), code, format, args...)
}

func (d *decoder) fail(line int, code content.ProblemCode, format string, args ...any) {
	d.problem = true
	d.report(d.at(line, code, fmt.Sprintf(format, args...)))
}

func (d *decoder) at(line int, code content.ProblemCode, message string) Problem {
	return Problem{File: d.file.name, Line: d.part.line + line, Path: strings.Join(d.path, "."), Code: code, Message: message}
}
