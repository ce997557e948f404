// Package pagetmpl draws many pages from one template fast.
//
// For each page, html/template looks up again what a field is called and where it is. So
// this package compiles the template of a page, which a project may have edited, once for
// the type of its view: into steps that copy fixed parts and write the values between them.
// html/template decides beforehand how each value is escaped; a value that escaping would
// change is escaped by html/template itself. html/template also draws any template that uses
// something the compiler does not support, and any page on which a step fails, to get its
// error.
//
// Check finds what a template asks for and no view has, FillMessages writes the fixed
// messages into a template, and Fold splits finished pages into what they share and what
// each has of its own.
package pagetmpl

// Sayer returns a message in a language, with the values of its placeholders.
type Sayer interface {
	Say(id string, args ...any) (string, error)
}
