package response

import (
	_ "embed"
	"net/http"
	"strings"

	"lectern/content"
	"lectern/internal/response/page"
)

//go:embed problem.html
var problemSource string

var problemPage = page.MustParse("problem", problemSource, nil)

// prefersPage tells whether a client would rather have HTML than JSON, as browsers
// say where a person opens an address.
func prefersPage(r *http.Request) bool {
	accept := r.Header["Accept"]
	html, _ := MediaWeight(accept, "text/html")
	problem, _ := MediaWeight(accept, ProblemType)
	json, _ := MediaWeight(accept, "application/json")
	return html > max(problem, json)
}

// Language is the one of the service's languages in which a page speaks to
// whoever makes a request.
func Language(r *http.Request) content.Language {
	for _, l := range content.AcceptLanguage(strings.Join(r.Header["Accept-Language"], ",")) {
		if l == content.DefaultLanguage || l == content.English {
			return l
		}
	}
	return content.DefaultLanguage
}

// page is the problem as HTML.
func (p problem) page(header http.Header, language content.Language) *Response {
	page.SetHeaders(header, page.Policy)
	body := problemPage.Render(struct {
		problem
		Language content.Language
		Says     saying
	}{p, language, sayingOf(p.Status, language)})
	return &Response{Status: p.Status, Header: header, Body: body}
}

// saying is what a page says to people, who may know nothing of HTTP.
type saying struct{ Title, Text string }

// sayings are by status and language. 0 is for all others that are the client's.
var sayings = map[int]map[content.Language]saying{
	0: {
		content.DefaultLanguage: {"Det kunne ikke lade sig gøre", "Adressen er ufuldstændig, eller den kan ikke bruges sådan. Forklaringen nedenfor siger hvorfor."},
		content.English:         {"That could not be done", "The address is incomplete, or can’t be used like this. The explanation below says why."},
	},
	http.StatusUnauthorized: {
		content.DefaultLanguage: {"Her kræves adgang", "Adressen er for dem, der arbejder med indholdet, og for deres programmer. Redaktører logger ind på redaktionens side."},
		content.English:         {"This needs a sign-in", "The address is for those who work with the content, and their programs. Editors sign in on the editors’ page."},
	},
	http.StatusForbidden: {
		content.DefaultLanguage: {"Det har du ikke adgang til", "Din rolle rækker ikke til denne adresse. Den, der driver tjenesten, kan give dig en anden."},
		content.English:         {"You don’t have access to this", "Your role does not reach this address. Whoever runs the service can give you another one."},
	},
	http.StatusNotFound: {
		content.DefaultLanguage: {"Siden findes ikke", "Måske er adressen skrevet forkert, eller også er det, der lå her, taget ned."},
		content.English:         {"There is no such page", "The address may be mistyped, or what was here has been taken down."},
	},
	http.StatusInternalServerError: {
		content.DefaultLanguage: {"Noget gik galt", "Fejlen ligger hos tjenesten, ikke hos dig. Prøv igen senere. Hjælper det ikke, så skriv til den, der driver tjenesten, og oplys forespørgslens id."},
		content.English:         {"Something went wrong", "The fault is the service’s, not yours. Try again later. If that does not help, write to whoever runs the service and give the id of the request."},
	},
	http.StatusServiceUnavailable: {
		content.DefaultLanguage: {"Tjenesten kan ikke svare lige nu", "Prøv igen om et øjeblik."},
		content.English:         {"The service can’t respond right now", "Try again in a moment."},
	},
}

func sayingOf(status int, language content.Language) saying {
	if _, ok := sayings[status]; !ok {
		status = 0
	}
	return sayings[status][language]
}
