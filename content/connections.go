package content

// The pages that lists of each kind are read in, under the names that they
// have in GraphQL.
type (
	ConferenceConnection     = Connection[*Conference]
	OrganisationConnection   = Connection[*Organisation]
	PhotoConnection          = Connection[*Photo]
	PodcastConnection        = Connection[*Podcast]
	PodcastEpisodeConnection = Connection[*PodcastEpisode]
	PolicyProposalConnection = Connection[*PolicyProposal]
	SessionConnection        = Connection[*Session]
	SpeakerConnection        = Connection[*Speaker]
	TopicConnection          = Connection[*Topic]
	VideoConnection          = Connection[*Video]

	ConferenceEdge     = Edge[*Conference]
	OrganisationEdge   = Edge[*Organisation]
	PhotoEdge          = Edge[*Photo]
	PodcastEdge        = Edge[*Podcast]
	PodcastEpisodeEdge = Edge[*PodcastEpisode]
	PolicyProposalEdge = Edge[*PolicyProposal]
	SessionEdge        = Edge[*Session]
	SpeakerEdge        = Edge[*Speaker]
	TopicEdge          = Edge[*Topic]
	VideoEdge          = Edge[*Video]
)
