package httpd

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"lectern/content"
)

const (
	// maxChanges is how many changes one answer of /changes is about.
	maxChanges = 500
	// maxChangesWait is how long it waits for one. It is below the time that an
	// answer may take in all (Timeouts.Write), and what proxies let pass.
	maxChangesWait = 20 * time.Second
)

// changesAnswer is what /changes says.
type changesAnswer struct {
	// Revision is the last change that it is about: what to ask from next.
	Revision content.Revision `json:"revision"`
	// Complete tells that there was none after it.
	Complete bool `json:"complete"`
	// Tags are those of answers that the changes may have spoiled, each once. The tag
	// "all" stands for every answer.
	Tags []string `json:"tags"`
}

// changes tells caches outside what to drop: /changes?since=41&wait=20s.
func (s *Server) changes(w http.ResponseWriter, r *http.Request) {
	parameters := r.URL.Query()
	since, err := strconv.ParseUint(parameters.Get("since"), 10, 63)
	if err != nil {
		problem(w, r, http.StatusBadRequest, "BAD_INPUT", "The parameter since must be the revision of the last known change, such as since=41, or 0 for all changes.")
		return
	}
	wait := time.Duration(0)
	if given := parameters.Get("wait"); given != "" {
		if wait, err = time.ParseDuration(given); err != nil || wait < 0 {
			problem(w, r, http.StatusBadRequest, "BAD_INPUT", "The parameter wait must be a duration such as wait=20s.")
			return
		}
	}
	answer, err := s.changesSince(r.Context(), content.Revision(since), min(wait, maxChangesWait))
	if err != nil {
		s.config.Log.ErrorContext(r.Context(), "the log can't be read", "error", err)
		problem(w, r, http.StatusInternalServerError, "INTERNAL", "Internal error. The service's log has the request id.")
		return
	}
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // of a number and strings: it can't be
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(body, '\n')) // a client that is gone doesn't mind
}

func (s *Server) changesSince(ctx context.Context, since content.Revision, wait time.Duration) (*changesAnswer, error) {
	head, err := s.config.Revision(ctx)
	if err != nil {
		return nil, err
	}
	if since > head { // of another store, or of this one before it was restored
		return &changesAnswer{Revision: head, Complete: true, Tags: []string{content.EveryTag}}, nil
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	touched, err := s.config.Changes(waiting, since, maxChanges)
	if err != nil {
		return nil, err
	}
	answer := &changesAnswer{Revision: since, Complete: len(touched) < maxChanges, Tags: []string{}}
	seen := map[string]bool{}
	for i := range touched {
		answer.Revision = touched[i].Revision
		for _, tag := range touched[i].Tags() {
			if !seen[tag] {
				seen[tag] = true
				answer.Tags = append(answer.Tags, tag)
			}
		}
	}
	return answer, nil
}
