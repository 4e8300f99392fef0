package content

// kinds are the content types, a kind after those that it refers to.
var catalogKinds = Register(Types{
	Kinds: []*Kind{
		topicKind, organisationKind, podcastKind, speakerKind, conferenceKind,
		policyProposalKind, sessionKind, videoKind, podcastEpisodeKind, photoKind,
	},
	Messages: problemMessages,
})
