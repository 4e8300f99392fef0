package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// TestRegisteredClients runs each operation of the website and the app by its id, on a service
// that runs no others, and compares with the golden responses.
func TestRegisteredClients(t *testing.T) {
	t.Parallel()
	p := start(t, "--public-operations=trusted", "--public-url=https://api.example.org", "--website=https://www.example.org/{kind}/{slug}")
	for _, consumer := range []string{"website", "mobile"} {
		p.command(t, "operations", "register", filepath.Join("..", "clients", consumer), "--client-name="+consumer, "--client-version=1")
	}
	all := operations(t)
	search := all[slices.IndexFunc(all, func(o operation) bool { return o.consumer == "website" && o.file == "search" })]
	// On a slow machine, the index is ready only after the first responses.
	for deadline := time.Now().Add(time.Minute); bytes.Contains(askByID(t, "http://"+p.address, search, "da"), []byte(`"indexedRevision":null`)); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("there is no index")
		}
	}
	for _, o := range all {
		for _, language := range []string{"da", "en"} {
			t.Run(o.consumer+"/"+o.file+"/"+language, func(t *testing.T) {
				compare(t, filepath.Join("testdata", o.consumer, o.file+"."+language+".json"), askByID(t, "http://"+p.address, o, language))
			})
		}
	}
}

// askByID runs an operation as its client does, by GET.
func askByID(t *testing.T, address string, o operation, language string) []byte {
	t.Helper()
	variables, err := json.Marshal(o.variablesIn(language))
	if err != nil {
		t.Fatal(err)
	}
	parameters := url.Values{"documentId": {fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(o.text)))}, "variables": {string(variables)}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address+"/graphql?"+parameters.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, request, o, language)
}
