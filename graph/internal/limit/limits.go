package limit

// Limits are the limits of one operation. A limit of zero allows nothing, so a Limits that was
// left empty refuses everything. The name in brackets is the one in extensions.limit; the
// numbers are the defaults of [Public] and [Editor].
type Limits struct {
	// Tokens of the document [tokens; 1,000 and 10,000]: names, literals, punctuation
	// and comments.
	Tokens int
	// NameLength in bytes of any name in the document [nameLength; 128 and 128].
	NameLength int
	// Operations in the document [operations; 5 and 20]. Only one of them runs, but
	// all are validated.
	Operations int
	// VariableDefinitions of one operation [variables; 50 and 100].
	VariableDefinitions int
	// Fragments in the document [fragments; 150 and 1,000]: definitions, spreads and
	// inline fragments.
	Fragments int
	// Directives in the document [directives; 50 and 500].
	Directives int
	// Aliases in the document [aliases; 30 and 300].
	Aliases int
	// Fields of one operation or fragment, with all fragments expanded [fields; 500 and
	// 5,000].
	Fields int
	// RootFields of one operation, with all fragments expanded [rootFields; 20 and 120].
	RootFields int
	// Depth of fields in fields [depth; 16 and 20]. The introspection query of GraphiQL
	// has 15.
	Depth int
	// Nesting of selection sets, including those of fragments [nesting; 32 and 40].
	Nesting int
	// ValueNesting of lists and objects, in a literal, in the variables and in a
	// variable's list type [valueNesting; 8 and 12].
	ValueNesting int
	// ValueItems is the number of values, list elements and object fields in the document's
	// literals, and separately in the variables [valueItems; 500 and 10,000].
	ValueItems int
	// Work of validation in steps of 20 to 200 ns each [work; 50,000 and 200,000]. A real page
	// has a few thousand. Many fields with one response name in one place, or many fragments
	// that share much, increase it.
	Work int
	// Cost is the maximum number of fields in the response, at the requested page sizes [cost;
	// 50,000 and 250,000].
	Cost int
	// Errors is the maximum number of errors of one step; at least one is always reported [10
	// and 10].
	Errors int
}

// Public returns the limits for anonymous readers.
func Public() Limits {
	return Limits{
		Tokens:              1_000,
		NameLength:          128,
		Operations:          5,
		VariableDefinitions: 50,
		Fragments:           150,
		Directives:          50,
		Aliases:             30,
		Fields:              500,
		RootFields:          20,
		Depth:               16,
		Nesting:             32,
		ValueNesting:        8,
		ValueItems:          500,
		Work:                50_000,
		Cost:                50_000,
		Errors:              10,
	}
}

// Editor returns the limits for signed-in editors. Bulk edits pass, but a faulty or stolen
// client can't overload the service.
func Editor() Limits {
	return Limits{
		Tokens:              10_000,
		NameLength:          128,
		Operations:          20,
		VariableDefinitions: 100,
		Fragments:           1_000,
		Directives:          500,
		Aliases:             300,
		Fields:              5_000,
		RootFields:          120,
		Depth:               20,
		Nesting:             40,
		ValueNesting:        12,
		ValueItems:          10_000,
		Work:                200_000,
		Cost:                250_000,
		Errors:              10,
	}
}
