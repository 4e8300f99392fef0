package httpd

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"lectern/content"
	"lectern/content/purge"
	"lectern/internal/response"
)

const (
	// maxChanges is the maximum number of changes in one response of /changes.
	maxChanges = 500
	// maxChangesWait is the maximum time that /changes waits for a change. It is shorter than
	// the time of a response (Timeouts.Write) and than the usual timeouts of proxies.
	maxChangesWait = 20 * time.Second
)

// changesResponse is the body of /changes.
type changesResponse struct {
	// Revision is the last change in the response: the next value of since.
	Revision content.Revision `json:"revision"`
	// Complete reports that there was no later change.
	Complete bool `json:"complete"`
	// Tags are the tags of responses that the changes may have made stale, without duplicates.
	// The tag "all" stands for every response.
	Tags []string `json:"tags"`
}

// changes tells external caches what to purge: /changes?since=41&wait=20s.
func (s *Server) changes(w http.ResponseWriter, r *http.Request) {
	parameters := r.URL.Query()
	since, err := strconv.ParseUint(parameters.Get("since"), 10, 63)
	if err != nil {
		response.Refuse(w, r, content.CodeBadInput, "The parameter since must be the revision of the last known change, such as since=41, or 0 for all changes.")
		return
	}
	if s.config.PurgeFeedRead != nil {
		s.config.PurgeFeedRead(time.Now())
	}
	wait := time.Duration(0)
	if given := parameters.Get("wait"); given != "" {
		if wait, err = time.ParseDuration(given); err != nil || wait < 0 {
			response.Refuse(w, r, content.CodeBadInput, "The parameter wait must be a duration such as wait=20s.")
			return
		}
	}
	found, err := s.changesSince(r.Context(), content.Revision(since), min(wait, maxChangesWait))
	if err != nil {
		response.Fail(w, r, err, s.config.Log, "the log can't be read")
		return
	}
	body, err := json.Marshal(found)
	if err != nil {
		panic(err) // a number and strings always encode
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(append(body, '\n')) // a client that is gone needs no response
}

func (s *Server) changesSince(ctx context.Context, since content.Revision, wait time.Duration) (*changesResponse, error) {
	head, err := s.config.Revision(ctx)
	if err != nil {
		return nil, err
	}
	if since > head { // of another store, or of this one before it was restored
		return &changesResponse{Revision: head, Complete: true, Tags: []string{purge.Everything}}, nil
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	touched, err := s.config.Changes(waiting, since, maxChanges)
	if err != nil {
		return nil, err
	}
	found := &changesResponse{Revision: since, Complete: len(touched) < maxChanges, Tags: []string{}}
	seen := map[string]bool{}
	for i := range touched {
		found.Revision = touched[i].Revision
		for _, tag := range purge.ChangeTags(&touched[i]) {
			if !seen[tag] {
				seen[tag] = true
				found.Tags = append(found.Tags, tag)
			}
		}
	}
	return found, nil
}
