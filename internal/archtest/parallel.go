package archtest

import (
	"go/ast"
	"go/token"
	"strings"
)

// notParallel begins the comment of a test that must not run in parallel.
const notParallel = "// Not parallel: "

// sequential returns the tests of a file that begin neither with t.Parallel() nor with a
// comment that gives the reason.
func sequential(tree *ast.File) (names []string) {
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || !isTest(f) || len(f.Body.List) > 0 && isParallel(f.Body.List[0]) || saysWhy(tree, f.Body) {
			continue
		}
		names = append(names, f.Name.Name)
	}
	return names
}

func isTest(f *ast.FuncDecl) bool {
	parameters := f.Type.Params.List
	if f.Recv != nil || f.Body == nil || !strings.HasPrefix(f.Name.Name, "Test") || len(parameters) != 1 {
		return false
	}
	pointer, ok := parameters[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	t, ok := pointer.X.(*ast.SelectorExpr)
	return ok && t.Sel.Name == "T"
}

func isParallel(s ast.Stmt) bool {
	e, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := e.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	return ok && method.Sel.Name == "Parallel"
}

// saysWhy reports whether a body begins with a reason.
func saysWhy(tree *ast.File, body *ast.BlockStmt) bool {
	first := body.Rbrace
	if len(body.List) > 0 {
		first = body.List[0].Pos()
	}
	within := func(p token.Pos) bool { return body.Lbrace < p && p < first }
	for _, group := range tree.Comments {
		if c := group.List[0]; within(c.Pos()) && strings.HasPrefix(c.Text, notParallel) && len(c.Text) > len(notParallel) {
			return true
		}
	}
	return false
}
