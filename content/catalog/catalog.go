package catalog

import (
	"lectern/content"
)

// kinds are the content types, each after those that it refers to.
var kinds = content.Register(content.Types{
	Kinds: []*content.Kind{
		topicKind, organisationKind, podcastKind, speakerKind, conferenceKind,
		policyProposalKind, sessionKind, videoKind, podcastEpisodeKind, photoKind,
	},
	Messages: problemMessages,
})

// Kinds returns the content types, each after those that it refers to.
func Kinds() []*content.Kind { return kinds }

// namesOf returns the values of an enum as strings.
func namesOf[E ~string](values ...E) []string {
	names := make([]string, len(values))
	for i, v := range values {
		names[i] = string(v)
	}
	return names
}
