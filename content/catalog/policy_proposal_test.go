package catalog

import "testing"

func TestPolicyProposal(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleProposal, []rule[*PolicyProposal]{
		{
			name:    "nothing",
			edit:    func(p *PolicyProposal) { *p = PolicyProposal{Meta: p.Meta} },
			publish: []string{"REQUIRED title", "REQUIRED kind", "NO_COMPLETE_LANGUAGE "},
		},
		{
			name:   "bill carries out what is no measure",
			edit:   func(p *PolicyProposal) { p.Bills[0].CarriesOut = []int{1, 3} },
			always: []string{"BAD_VALUE bills.0.carriesOut.1"},
		},
		{
			name:   "bill carries out a measure twice",
			edit:   func(p *PolicyProposal) { p.Bills[0].CarriesOut = []int{1, 1} },
			always: []string{"DUPLICATE bills.0.carriesOut.1"},
		},
		{
			name:   "the same bill twice",
			edit:   func(p *PolicyProposal) { p.Bills = append(p.Bills, p.Bills[0]) },
			always: []string{"DUPLICATE bills.1.number"},
		},
		{
			name: "bills of the same number in two years",
			edit: func(p *PolicyProposal) { p.Bills = append(p.Bills, Bill{Number: "L 15", Session: "2022-23"}) },
		},
		{name: "vote on what is no bill", edit: func(p *PolicyProposal) { p.Votes[0].Bill = "L 16" }, always: []string{"BAD_VALUE votes.0.bill"}},
		{name: "vote on the proposal", edit: func(p *PolicyProposal) { p.Votes[0].Bill = "" }},
		{
			name:   "votes out of order",
			edit:   func(p *PolicyProposal) { p.Votes = append(p.Votes, Vote{Date: "2021-10-26"}) },
			always: []string{"NOT_IN_ORDER votes.1.date"},
		},
		{name: "fewer than no votes", edit: func(p *PolicyProposal) { p.Votes[0].Against = -1 }, always: []string{"OUT_OF_RANGE votes.0.against"}},
		{
			name:   "the same party twice",
			edit:   func(p *PolicyProposal) { p.Parties[1].Name = p.Parties[0].Name },
			always: []string{"DUPLICATE parties.1.name"},
		},
		{
			name:   "the same presenter twice",
			edit:   func(p *PolicyProposal) { p.PresentedBy = append(p.PresentedBy, p.PresentedBy[0]) },
			always: []string{"DUPLICATE presenters.1.speaker"},
		},
		{
			name: "legal name in a note that is new",
			edit: func(p *PolicyProposal) {
				p.Timeline = append(p.Timeline, TimelineEntry{Date: "2022-01-01", Status: TimelineInForce, Note: both("Sagt af Karen Hviid."), Source: "https://example.org/"})
			},
			soft: []string{"LEGAL_NAME_SHOWN timeline.2.note"},
		},
	})
}

func TestMeasures(t *testing.T) {
	t.Parallel()
	checkRules(t, exampleProposal, []rule[*PolicyProposal]{
		{name: "number twice", edit: func(p *PolicyProposal) { p.Measures[1].Number = 1 }, always: []string{"DUPLICATE measures.1.number"}},
		{
			name: "numbers that fall", edit: func(p *PolicyProposal) { p.Measures[0].Number = 3; p.Bills = nil; p.Votes = nil },
			always: []string{"NOT_IN_ORDER measures.1.number"},
		},
		{
			name: "no numbers", edit: func(p *PolicyProposal) { p.Measures[0].Number, p.Measures[1].Number, p.Bills, p.Votes = 0, 0, nil, nil },
			publish: []string{"REQUIRED measures.0.number", "REQUIRED measures.1.number"},
		},
		{
			name: "number below one", edit: func(p *PolicyProposal) { p.Measures[0].Number, p.Bills, p.Votes = -1, nil, nil },
			always: []string{"OUT_OF_RANGE measures.0.number"},
		},
		{
			name: "nothing but numbers",
			edit: func(p *PolicyProposal) { p.Measures = []Measure{{Number: 1}} },
			publish: []string{
				"REQUIRED measures.0.title", "REQUIRED measures.0.kind", "NO_COMPLETE_LANGUAGE ",
			},
		},
		{name: "unknown status", edit: func(p *PolicyProposal) { p.Measures[0].Status = "DONE" }, always: []string{"BAD_VALUE measures.0.status"}},
	})
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	same := func(*PolicyProposal) {}
	checkRules(t, exampleProposal, []rule[*PolicyProposal]{
		{
			name:   "out of order",
			edit:   func(p *PolicyProposal) { p.Timeline[0].Date = "2021-12-15" },
			always: []string{"NOT_IN_ORDER timeline.1.date"},
		},
		{name: "two on one day", edit: func(p *PolicyProposal) { p.Timeline[1].Date = p.Timeline[0].Date }},
		{
			name: "no source", edit: func(p *PolicyProposal) { p.Timeline[1].Source = "" },
			soft: []string{"MISSING_SOURCE timeline.1.source"},
		},
		{
			name: "nothing but a source", edit: func(p *PolicyProposal) { p.Timeline[1] = TimelineEntry{Source: "https://example.org/"} },
			publish: []string{"REQUIRED timeline.1.date", "REQUIRED timeline.1.status"},
		},
		{
			name: "entry added", published: same,
			edit: func(p *PolicyProposal) {
				p.Timeline = append(p.Timeline, TimelineEntry{Date: "2022-01-01", Status: TimelineInForce, Source: "https://example.org/lov"})
			},
		},
		{
			name: "entry taken out", published: same,
			edit: func(p *PolicyProposal) { p.Timeline = p.Timeline[:1] }, always: []string{"APPEND_ONLY timeline"},
		},
		{
			name: "entry put in between", published: same,
			edit: func(p *PolicyProposal) {
				entry := TimelineEntry{Date: "2021-10-26", Status: TimelineFirstReading, Source: "https://example.org/l15"}
				p.Timeline = []TimelineEntry{p.Timeline[0], entry, p.Timeline[1]}
			},
			always: []string{"APPEND_ONLY timeline.1"},
		},
		{
			name: "date changed", published: same,
			edit: func(p *PolicyProposal) { p.Timeline[0].Date = "2021-08-24" }, always: []string{"APPEND_ONLY timeline.0"},
		},
		{
			name: "source changed", published: same,
			edit:   func(p *PolicyProposal) { p.Timeline[0].Source = "https://example.org/andet" },
			always: []string{"APPEND_ONLY timeline.0"},
		},
		{
			name: "note changed", published: same,
			edit: func(p *PolicyProposal) { p.Timeline[1].Note = both("Forkastet.") }, always: []string{"APPEND_ONLY timeline.1"},
		},
		{
			name: "translation taken out", published: same,
			edit:   func(p *PolicyProposal) { p.Timeline[1].Note = p.Timeline[1].Note.With("en", "") },
			always: []string{"APPEND_ONLY timeline.1"},
		},
		{
			name: "note translated", published: same,
			edit: func(p *PolicyProposal) { p.Timeline[1].Note = p.Timeline[1].Note.With("de", "Angenommen.") },
		},
		{
			name:      "note where there was none",
			published: func(p *PolicyProposal) { p.Timeline[0].Note = nil },
			always:    []string{"APPEND_ONLY timeline.0"},
		},
		{name: "never published", edit: func(p *PolicyProposal) { p.Timeline = p.Timeline[1:] }},
	})
}
