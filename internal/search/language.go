package search

import (
	"slices"
	"strings"

	snowball "github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/english"
)

// tongue is how the words of a language are stemmed. It takes and returns loose words
// (word.go), so that the spelling of æ, ø, å does not matter.
type tongue struct {
	stop      map[string]bool   // words without a meaning of their own
	irregular map[string]string // irregular forms that the stemmer does not know
	compounds bool              // words are written together
	step      func(*snowball.Env) bool
	letters   func(word string) string // corrects the stemmer's result; may be nil
}

// tongues are the supported languages.
type tongues struct{ danish, english *tongue }

func newTongues() tongues {
	return tongues{
		danish: &tongue{
			stop: set(danishStop), irregular: forms(danishIrregular), compounds: true, step: danish.Stem,
			letters: withoutLastS,
		},
		english: &tongue{stop: set(englishStop), irregular: forms(englishIrregular), step: english.Stem},
	}
}

// isStop reports whether a word is a stop word in any language.
func (t tongues) isStop(w string) bool {
	l := loose(fold(w))
	return t.danish.stop[l] || t.english.stop[l]
}

// minStem is the minimum length of a word that is stemmed.
const minStem = 4

// stem returns the common stem of a word's forms.
func (t *tongue) stem(w string) string {
	if base, ok := t.irregular[w]; ok {
		return base
	}
	if len(w) < minStem {
		return w
	}
	// A compound has the forms of its last part.
	if t.compounds {
		for n := minStem + 1; n <= len(w)-3; n++ {
			if base, ok := t.irregular[w[len(w)-n:]]; ok {
				return w[:len(w)-n] + base
			}
		}
	}
	env := snowball.NewEnv(w)
	t.step(env)
	w = env.Current()
	if t.letters != nil {
		w = t.letters(w)
	}
	return w
}

// withoutLastS unifies indsats and indsatsen: the stemmer takes the s as an ending in only one
// of them.
func withoutLastS(w string) string {
	if len(w) > minStem && w[len(w)-1] == 's' && !strings.ContainsRune("aeiouys", rune(w[len(w)-2])) {
		return w[:len(w)-1]
	}
	return w
}

// set returns the words of a list, in the form in which they are compared.
func set(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[loose(fold(w))] = true
	}
	return m
}

// forms maps each form of a word to the first of its line.
func forms(list string) map[string]string {
	m := map[string]string{}
	for line := range strings.Lines(list) {
		all := strings.Fields(line)
		for _, w := range all {
			m[loose(fold(w))] = loose(fold(all[0]))
		}
	}
	return m
}

// stems returns the stems of a word in all languages, without duplicates: a query does not say
// its language.
func (t tongues) stems(folded string) []string {
	l := loose(folded)
	stems := []string{t.danish.stem(l)}
	for _, s := range []string{t.english.stem(l), l} {
		if !slices.Contains(stems, s) {
			stems = append(stems, s)
		}
	}
	return stems
}

const danishStop = `
ad af alle alt anden at blev blive bliver da de dem den denne der deres det dette dig din disse dog du efter eller en end er et
for fordi fra få får gør gøre ham han hans har havde have hende hendes her hos hun hvad hvem hver hvilke hvilken hvis hvor hvordan hvorfor
i ikke ind ja jeg jer jeres jo kan kom kommer kunne man mange med meget men mig min mine mod må nej ned noget nogle nu når og også om op os over på
se selv sig sin sine sit ska skal skulle som sådan således til ud under var vi vil ville vor være været så sker samt ved være blandt`

const englishStop = `
a about an and are as at be been but by can did do does for from had has have he her his how i if in into is it its me my no not of on or our
she should so than that the their them then there these they this to us was we were what when where which who why will with would you your`

// Each line begins with the form that represents the word.
const danishIrregular = `
offer ofre ofrene ofres ofrenes offeret offerets offers
barn børn børnene børns børnenes barnet barnets barns
center centre centret centrene centers centrets centrenes centeret centerets
kreds kredse kredsen kredsene kredsens kredsenes
mand mænd mænds mændene mændenes manden mandens mands
bror brødre brødrene broren broderen
søster søstre søstrene søsteren
far fædre fædrene faren faderen
mor mødre mødrene moren moderen
datter døtre døtrene datteren
fod fødder fødderne foden
hånd hænder hænderne hånden
nat nætter nætterne natten
stad stæder stæderne staden
bog bøger bøgerne bogen bogens
ko køer køerne koen
tand tænder tænderne tanden
kraft kræfter kræfterne kraften
øje øjne øjnene øjet
and ænder ænderne
proces processer processen processerne processens
adresse adresser adressen adresserne
plads pladser pladsen pladserne
praksis praksisser praksissen
analyse analyser analysen analyserne
minister ministre ministrene ministeren ministerens ministers
borger borgere borgerne borgeren borgerens borgernes
fare farer farerne
forælder forældre forældrene forælderen forældres
teater teatre teatret teatrene
register registre registret registrene registeret
middel midler midlet midlerne
regel regler reglen reglerne reglers
artikel artikler artiklen artiklerne
titel titler titlen titlerne
kapitel kapitler kapitlet kapitlerne
onkel onkler onklen
himmel himle
engel engle
aften aftener aftenen aftenerne
fængsel fængsler fængslet fængslerne
varsel varsler varslet varslerne
tilhold tilholdet tilholdene
anbefaling anbefalinger anbefalingen anbefalingerne
lov love loven lovene lovens
sag sager sagen sagerne sagens sagers
dom domme dommen dommene dommes
straf straffe straffen straffene
trussel trusler truslen truslerne truslers
møde møder mødet møderne
råd råde rådet rådene rådets
ven venner vennen vennerne
par parret parrene
ung unge unges
forsker forskere forskeren forskerne forskernes
ekspert eksperter eksperten eksperterne
stalker stalkere stalkeren stalkerne stalkerens stalkernes
kursus kurser kurset kurserne kursers
museum museer museet museerne
gymnasium gymnasier gymnasiet gymnasierne
ministerium ministerier ministeriet ministerierne ministeriets
medie medier mediet medierne mediernes
`

const englishIrregular = `
child children childrens
woman women womens
man men mens
person people peoples persons
victim victims
law laws
life lives
wife wives
foot feet
mouse mice
analysis analyses
crisis crises
criterion criteria
centre centres center centers
organisation organization organisations organizations
programme program programmes programs
behaviour behavior behaviours behaviors
defence defense
offence offense offences offenses
stalker stalkers
`
