package content

// Topic is a subject that conferences and sessions are about. Topics form
// trees.
type Topic struct {
	Meta

	Name        Text `json:"name,omitempty" rule:"required,max=200"`
	Description Text `json:"description,omitempty" rule:"max=2000"` // plain text
	BroaderID   ID   `json:"broader,omitempty" ref:"topic"`
	// Synonyms are what the subject is called too: who searches for one finds
	// what has another.
	Synonyms []Text `json:"synonyms,omitempty" rule:"max=200"`
}

var topicKind = &Kind{
	Name: "topic", Prefix: "topic", Folder: "topics",
	New:   func() Document { return new(Topic) },
	Title: func(d Document) Text { return d.(*Topic).Name },
	Attributes: withCommon(
		title("name", func(t *Topic) Text { return t.Name }),
		reference("broader", "topic", func(t *Topic) []ID { return []ID{t.BroaderID} }),
	),
	Indexes: withCommonIndexes(Index{Order: "name"}, Index{"broader", "name"}),
	Texts: func(d Document) []Passage {
		t := d.(*Topic)
		passages := []Passage{passage(InTitle, t.Name.String()), passage(InSummary, t.Description.String())}
		for _, s := range t.Synonyms {
			passages = append(passages, passage(InTitle, s.String()))
		}
		return passages
	},
}

// Validate reports a topic that is broader than itself.
func (t *Topic) Validate(c *Check) {
	noCircle(c, t, "broader", func(t *Topic) ID { return t.BroaderID })
}
