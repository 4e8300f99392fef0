package content

// Names that types of this package have in GraphQL, where they are not those of
// a kind (names.go has these).
type (
	Draft           = Document
	DocumentPayload = Outcome[Document]

	AssetConnection           = Feed[*Asset]
	ChangeConnection          = Feed[*Change]
	ScheduledConnection       = Feed[*ScheduledStep]
	TranslationTaskConnection = Feed[*TranslationTask]
	VersionConnection         = Feed[*Version]

	AssetEdge           = FeedEdge[*Asset]
	ChangeEdge          = FeedEdge[*Change]
	ScheduledEdge       = FeedEdge[*ScheduledStep]
	TranslationTaskEdge = FeedEdge[*TranslationTask]
	VersionEdge         = FeedEdge[*Version]
)
