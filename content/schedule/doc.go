// Package schedule plans the publishing and unpublishing of documents at later instants
// ([Publish], [Unpublish]), and cancels plans. The engine carries the steps out
// (content.RunDue) and reports what would prevent them.
//
// It must not know any content type, GraphQL or HTTP. Start with plan.go.
package schedule
