package transfer

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"lectern/content"
)

// finding is a problem that was found after reading, when documents are compared. Its line is
// determined only then, by reading the file again: the lines of all fields of 150,000 documents
// would take more memory than the documents.
type finding struct {
	item    *item
	path    []string
	code    content.ProblemCode
	message string
}

// locate turns findings into problems with their lines.
func locate(findings []finding, problems *problems) {
	byFile := map[*file][]finding{}
	var order []*file
	for _, f := range findings {
		f.item.broken = true
		if byFile[f.item.file] == nil {
			order = append(order, f.item.file)
		}
		byFile[f.item.file] = append(byFile[f.item.file], f)
	}
	for _, file := range order {
		locateIn(file, byFile[file], problems)
	}
}

func locateIn(file *file, findings []finding, problems *problems) {
	report := func(f finding, line int) {
		problems.add(file.place, f.item.part, Problem{
			File: file.name, Line: line, Path: strings.Join(f.path, "."), Code: f.code, Message: f.message,
		})
	}
	left := map[int][]finding{}
	for _, f := range findings {
		left[f.item.part] = append(left[f.item.part], f)
	}
	if in, err := file.source.open(file.path); err == nil {
		defer func() { _ = in.Close() }()
		// Parts that can no longer be read are reported without a line, below.
		_ = splitDocuments(in, func(p part) error {
			if len(left[p.number]) == 0 {
				return nil
			}
			var node yaml.Node
			parsed := yaml.Load(p.text, &node) == nil
			for _, f := range left[p.number] {
				line := p.line
				if parsed {
					line += lineOf(&node, f.path)
				}
				report(f, line)
			}
			delete(left, p.number)
			return nil
		})
	}
	for _, f := range findings {
		if _, lost := left[f.item.part]; lost {
			report(f, 0)
		}
	}
}

// lineOf returns the line, from 0, of the field at a path, or of its nearest ancestor.
func lineOf(n *yaml.Node, path []string) int {
	if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
		n = n.Content[0]
	}
	line := max(n.Line-1, 0)
	for _, name := range path {
		key, value := child(n, name)
		if value == nil {
			return line
		}
		line, n = max(key.Line-1, 0), value
	}
	return line
}

func child(n *yaml.Node, name string) (key, value *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == name {
				return n.Content[i], n.Content[i+1]
			}
		}
	case yaml.SequenceNode:
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(n.Content) {
			return n.Content[i], n.Content[i]
		}
	}
	return nil, nil
}
