// Package schedule plans when documents are published and unpublished by themselves
// ([Publish], [Unpublish]), and cancels it. The engine carries the steps out (content.RunDue)
// and tells what would prevent them.
//
// It must not know any content type, GraphQL or HTTP. Start with plan.go.
package schedule
