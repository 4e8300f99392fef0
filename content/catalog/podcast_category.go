package catalog

import (
	"slices"

	"lectern/content"
)

// podcastCategories returns Apple's categories with their subcategories. Podcast directories
// sort by them, and refuse a feed without one.
func podcastCategories() map[string][]string {
	return map[string][]string{
		"Arts":                    {"Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"},
		"Business":                {"Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"},
		"Comedy":                  {"Comedy Interviews", "Improv", "Stand-Up"},
		"Education":               {"Courses", "How To", "Language Learning", "Self-Improvement"},
		"Fiction":                 {"Comedy Fiction", "Drama", "Science Fiction"},
		"Government":              {},
		"Health & Fitness":        {"Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"},
		"History":                 {},
		"Kids & Family":           {"Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"},
		"Leisure":                 {"Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games"},
		"Music":                   {"Music Commentary", "Music History", "Music Interviews"},
		"News":                    {"Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News", "Tech News"},
		"Religion & Spirituality": {"Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"},
		"Science":                 {"Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature", "Physics", "Social Sciences"},
		"Society & Culture":       {"Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"},
		"Sports":                  {"Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"},
		"Technology":              {},
		"True Crime":              {},
		"TV & Film":               {"After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"},
	}
}

// checkCategory reports a category that directories don't know.
func (p *Podcast) checkCategory(c *content.Check) {
	if !c.Publishing || p.Category == "" {
		return
	}
	subcategories, known := podcastCategories()[p.Category]
	if !known {
		c.Problem(content.BadFormat, "category", "Society & Culture")
		return
	}
	if p.Subcategory != "" && !slices.Contains(subcategories, p.Subcategory) {
		example := "–"
		if len(subcategories) > 0 {
			example = subcategories[0]
		}
		c.Problem(content.BadFormat, "subcategory", example)
	}
}
