package listing

import "lectern/content"

// Names that pages of lists have in GraphQL, except those of kinds (see catalog/names.go).
type (
	AssetConnection           = Feed[*content.Asset]
	ChangeConnection          = Feed[*content.Change]
	ScheduledConnection       = Feed[*content.ScheduledStep]
	TranslationTaskConnection = Feed[*TranslationTask]
	VersionConnection         = Feed[*content.Version]

	AssetEdge           = FeedEdge[*content.Asset]
	ChangeEdge          = FeedEdge[*content.Change]
	ScheduledEdge       = FeedEdge[*content.ScheduledStep]
	TranslationTaskEdge = FeedEdge[*TranslationTask]
	VersionEdge         = FeedEdge[*content.Version]
)
