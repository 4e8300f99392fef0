// Package binding decides what gives each field of the schema its value. It tries, in this
// order:
//
//  1. The function of the resolvers' package that is named after both: ConferenceNextEdition.
//  2. The Go field or method of that name, which gqlgen finds.
//  3. The function that is named after an interface of the type: DocumentOpenGraph.
//  4. The Go field that has the field's name in JSON, if its type fits.
//  5. A rule (rules.go), which calls a verb of the resolvers' package: Reference, List,
//     Create.
//
// If none of them applies, the field is refused with the declaration of the missing function.
// The package must not know how calls are executed; execgen and stockgen do. Start with
// binding.go; rules.go has the rules.
package binding
