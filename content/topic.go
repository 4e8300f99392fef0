package content

// Topic is a subject that conferences and sessions are about. Topics form
// trees.
type Topic struct {
	Meta

	Name        Text `json:"name,omitempty" rule:"required,max=200"`
	Description Text `json:"description,omitempty" rule:"max=2000"` // plain text
	BroaderID   ID   `json:"broader,omitempty" ref:"topic"`
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
	Texts: func(d Document) []string {
		t := d.(*Topic)
		return []string{t.Name.String(), t.Description.String()}
	},
}

// Validate reports a topic that is broader than itself.
func (t *Topic) Validate(c *Check) {
	noCircle(c, t, "broader", func(t *Topic) ID { return t.BroaderID })
}
