// Package purge gives external caches, such as a content delivery network, the tags by
// which they purge: [ResponseTags] of what a response has read, and [ChangeTags] of what
// a change has touched. If a change affects a response, they share a tag.
//
// It must not know HTTP, or how long a response may be used: that is internal/response.
// Start with tags.go; content.Reads says what a response has read, and content.Touched
// what a change has touched.
package purge
