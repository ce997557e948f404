// Package pagetmpl makes the drawing of many pages from one template cheap.
//
// html/template asks anew on each page what a field is called and where it stands.
// So a page's template, which anybody may have edited, is compiled once with the
// type of its view: into steps that copy the fixed parts and set the values between
// them. Where a value stands, and so how it is escaped, html/template has said
// beforehand; what escaping would change goes through html/template itself. A
// template that does what the compiler does not know is drawn by html/template in
// full, and so is a page on which a step fails, for the sake of its error.
//
// Check finds what a template asks for and no view has, FillMessages writes the
// fixed messages into a template, and Fold takes finished pages apart into what
// they have in common and what each has of its own.
package pagetmpl

// Sayer says a message in one language, with what its placeholders stand for.
type Sayer interface {
	Say(id string, args ...any) (string, error)
}
