package catalog

import (
	"lectern/content"
	"lectern/content/locale"
)

// Topic is a subject of conferences and sessions. Topics form trees.
type Topic struct {
	content.Meta

	Name        locale.Text `json:"name,omitempty" rule:"required,max=200"`
	Description locale.Text `json:"description,omitempty" rule:"max=2000"` // plain text
	BroaderID   content.ID  `json:"broader,omitempty" ref:"topic"`
	// Synonyms are other names of the subject: a search for one also finds the others.
	Synonyms []locale.Text `json:"synonyms,omitempty" rule:"max=200"`
}

var topicKind = &content.Kind{
	Name: "topic", Prefix: "topic", Folder: "topics",
	New:   func() content.Document { return new(Topic) },
	Title: func(d content.Document) locale.Text { return d.(*Topic).Name },
	Attributes: content.WithCommon(
		title("name", func(t *Topic) locale.Text { return t.Name }),
		reference("broader", "topic", func(t *Topic) []content.ID { return []content.ID{t.BroaderID} }),
	),
	Indexes: content.WithCommonIndexes(content.Index{Order: "name"}, content.Index{By: "broader", Order: "name"}),
	Texts: func(d content.Document) []content.Passage {
		t := d.(*Topic)
		passages := []content.Passage{passage(content.InTitle, t.Name.String()), passage(content.InSummary, t.Description.String())}
		for _, s := range t.Synonyms {
			passages = append(passages, passage(content.InTitle, s.String()))
		}
		return passages
	},
	Presentation: content.Presentation{
		One: called("Emne", "Topic"), Many: called("Emner", "Topics"),
		PageType: "website",
		Summary:  typed(func(t *Topic) content.Passage { return passage(content.InSummary, t.Description.String()) }),
	},
}

// Validate reports a topic that is broader than itself.
func (t *Topic) Validate(c *content.Check) {
	noCircle(c, t, "broader", func(t *Topic) content.ID { return t.BroaderID })
}
