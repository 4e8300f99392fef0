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

// The drafts of each kind, which are the same documents seen by editors, and
// the parts of them.
type (
	ConferenceDraft       = Conference
	OrganisationDraft     = Organisation
	PhotoDraft            = Photo
	PodcastDraft          = Podcast
	PodcastEpisodeDraft   = PodcastEpisode
	PolicyProposalDraft   = PolicyProposal
	SessionDraft          = Session
	SpeakerDraft          = Speaker
	TopicDraft            = Topic
	VideoDraft            = Video
	AppearanceDraft       = Appearance
	AttachmentDraft       = Attachment
	AudioDraft            = Audio
	BillDraft             = Bill
	CaptionsDraft         = Captions
	ChapterDraft          = Chapter
	DateRangeDraft        = DateRange
	FocalPointDraft       = FocalPoint
	HelplineDraft         = Helpline
	ImageDraft            = Image
	LawDraft              = Law
	LinkDraft             = Link
	MeasureDraft          = Measure
	PartyDraft            = Party
	PhotoPersonDraft      = PhotoPerson
	PresenterDraft        = Presenter
	ProposalDocumentDraft = ProposalDocument
	RegistrationDraft     = Registration
	SourceDraft           = Source
	TimelineEntryDraft    = TimelineEntry
	TranscriptDraft       = Transcript
	VenueDraft            = Venue
	VoteDraft             = Vote

	ConferenceDraftConnection     = Connection[*Conference]
	OrganisationDraftConnection   = Connection[*Organisation]
	PhotoDraftConnection          = Connection[*Photo]
	PodcastDraftConnection        = Connection[*Podcast]
	PodcastEpisodeDraftConnection = Connection[*PodcastEpisode]
	PolicyProposalDraftConnection = Connection[*PolicyProposal]
	SessionDraftConnection        = Connection[*Session]
	SpeakerDraftConnection        = Connection[*Speaker]
	TopicDraftConnection          = Connection[*Topic]
	VideoDraftConnection          = Connection[*Video]

	ConferenceDraftEdge     = Edge[*Conference]
	OrganisationDraftEdge   = Edge[*Organisation]
	PhotoDraftEdge          = Edge[*Photo]
	PodcastDraftEdge        = Edge[*Podcast]
	PodcastEpisodeDraftEdge = Edge[*PodcastEpisode]
	PolicyProposalDraftEdge = Edge[*PolicyProposal]
	SessionDraftEdge        = Edge[*Session]
	SpeakerDraftEdge        = Edge[*Speaker]
	TopicDraftEdge          = Edge[*Topic]
	VideoDraftEdge          = Edge[*Video]
)

// What comes of an edit of each kind.
type (
	ConferencePayload     = Outcome[*Conference]
	OrganisationPayload   = Outcome[*Organisation]
	PhotoPayload          = Outcome[*Photo]
	PodcastPayload        = Outcome[*Podcast]
	PodcastEpisodePayload = Outcome[*PodcastEpisode]
	PolicyProposalPayload = Outcome[*PolicyProposal]
	SessionPayload        = Outcome[*Session]
	SpeakerPayload        = Outcome[*Speaker]
	TopicPayload          = Outcome[*Topic]
	VideoPayload          = Outcome[*Video]

	Draft           = Document
	DocumentPayload = Outcome[Document]

	ErasureReceipt = Receipt
	ErasedFrom     = ReceiptItem
)

// The pages of what is read in one direction.
type (
	ChangeConnection    = Feed[*Change]
	ScheduledConnection = Feed[*ScheduledStep]
	VersionConnection   = Feed[*Version]

	ChangeEdge    = FeedEdge[*Change]
	ScheduledEdge = FeedEdge[*ScheduledStep]
	VersionEdge   = FeedEdge[*Version]
)
