package response

import (
	_ "embed"
	"net/http"

	"lectern/content/locale"
	"lectern/internal/response/page"
)

//go:embed problem.html
var problemSource string

var problemPage = page.MustParse("problem", problemSource, nil)

// prefersPage reports whether a client prefers HTML to JSON, as browsers do when a person
// opens a URL.
func prefersPage(r *http.Request) bool {
	accept := r.Header["Accept"]
	html, _ := MediaWeight(accept, "text/html")
	problem, _ := MediaWeight(accept, ProblemType)
	json, _ := MediaWeight(accept, "application/json")
	return html > max(problem, json)
}

// page returns the problem as an HTML page.
func (p problem) page(header http.Header, language locale.Language) *Response {
	page.SetHeaders(header, page.Policy)
	body := problemPage.Render(struct {
		problem
		Language locale.Language
		Says     saying
	}{p, language, sayingOf(p.Status, language)})
	return &Response{Status: p.Status, Header: header, Body: body}
}

// saying is the text of a page, for people who may know nothing of HTTP.
type saying struct{ Title, Text string }

// sayings are texts by status and language. 0 is for all other client errors.
var sayings = map[int]map[locale.Language]saying{
	0: {
		locale.DefaultLanguage: {"Det kunne ikke lade sig gøre", "Adressen er ufuldstændig eller forkert. Se forklaringen nedenfor."},
		locale.English:         {"That could not be done", "The address is incomplete or invalid. See the explanation below."},
	},
	http.StatusUnauthorized: {
		locale.DefaultLanguage: {"Her kræves adgang", "Adressen er for dem, der arbejder med indholdet, og for deres programmer. Redaktører logger ind på redaktionens side."},
		locale.English:         {"Sign-in required", "This address is for people who work with the content, and for their programs. Editors sign in on the editors’ page."},
	},
	http.StatusForbidden: {
		locale.DefaultLanguage: {"Det har du ikke adgang til", "Din rolle giver ikke adgang til denne adresse. Den, der driver tjenesten, kan give dig en anden rolle."},
		locale.English:         {"You don’t have access to this", "Your role does not allow this. The operator of the service can give you another role."},
	},
	http.StatusNotFound: {
		locale.DefaultLanguage: {"Siden findes ikke", "Adressen kan være skrevet forkert, eller siden er fjernet."},
		locale.English:         {"Page not found", "The address may be mistyped, or the page has been removed."},
	},
	http.StatusInternalServerError: {
		locale.DefaultLanguage: {"Noget gik galt", "Fejlen ligger hos tjenesten, ikke hos dig. Prøv igen senere. Hjælper det ikke, så skriv til den, der driver tjenesten, og oplys forespørgslens id."},
		locale.English:         {"Something went wrong", "The error is in the service, not in what you did. Try again later. If that does not help, write to the operator of the service with the id of the request."},
	},
	http.StatusServiceUnavailable: {
		locale.DefaultLanguage: {"Tjenesten kan ikke svare lige nu", "Prøv igen om et øjeblik."},
		locale.English:         {"The service can’t respond right now", "Try again in a moment."},
	},
}

func sayingOf(status int, language locale.Language) saying {
	if _, ok := sayings[status]; !ok {
		status = 0
	}
	return sayings[status][language]
}
